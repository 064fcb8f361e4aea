//! Which database a file is, and its bytes as text.

use std::io::Read as _;

use super::accounts::Book;
use super::json_fields::Fields;
use super::which_database::Database;
use super::{genai_prices, litellm, model_prices, models_dev, openrouter};
use crate::date::Date;
use crate::import::LARGEST_INPUT;
use crate::import::input::Input;
use crate::import::json;
use crate::profile::problem::Problem;
use crate::text::one_of;

/// Which one a document is, by the names of what is in it.
fn of(fields: Fields<'_>) -> Option<Database> {
    if fields.is_list() {
        let first = fields.items().next()?;
        return first.has("models").then_some(Database::GenaiPrices);
    }
    if fields.has("snapshots") || fields.get("data").is_some_and(Fields::is_list) {
        return Some(Database::Openrouter);
    }
    if fields.has("schedules") && fields.has("prices") {
        return Some(Database::ModelPrices);
    }
    if fields.get("providers").is_some_and(Fields::is_list) {
        return Some(Database::GenaiPrices);
    }
    let mut records = fields.entries();
    if fields.has("providers") || records.any(|(_, record)| record.has("models")) {
        return Some(Database::ModelsDev);
    }
    let mut records = fields.entries();
    let litellm = records.any(|(_, record)| record.has("litellm_provider"));
    litellm.then_some(Database::Litellm)
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// What the user says it is.
    pub from: Option<Database>,
    /// The day on which a price holds and a date has passed.
    pub today: Date,
}

/// Reads a price database as published; `file` is what the user calls it.
///
/// # Errors
/// A file that is none, is cut off, or is too large.
pub fn read(file: &str, bytes: Vec<u8>, asked: Asked) -> Result<Book, Problem> {
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) { unpacked(file, &bytes)? } else { bytes };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::of_file(file, "the file is empty; expected a price database"));
    }
    let input = Input::new(file, bytes)?;
    let documents = json::parse(&input)?;
    let [document] = documents.as_slice() else {
        return Err(input.whole("several JSON documents; expected one price database"));
    };
    let fields = Fields { text: &input.text, json: document };
    let found = of(fields);
    let Some(database) = asked.from.or(found) else {
        let known = one_of(Database::ALL.map(Database::word));
        let message = format!("no price database that is known here; expected one of {known}");
        return Err(input.whole(message).hint("say which with `--from`"));
    };
    let mut book = Book::new(database);
    let reader = match database {
        Database::Litellm => litellm::read,
        Database::GenaiPrices => genai_prices::read,
        Database::ModelsDev => models_dev::read,
        Database::Openrouter => openrouter::read,
        Database::ModelPrices => model_prices::read,
    };
    reader(fields, asked.today, &mut book);
    if book.records == 0 {
        let name = database.word();
        let message = format!("no record of {name} in it");
        return Err(input.whole(message).maybe_hint(
            found
                .filter(|is| *is != database)
                .map(|is| format!("it looks like {}; leave out `--from`", is.word())),
        ));
    }
    Ok(book)
}

/// What a gzip file holds, and no more of it than is read of a plain one.
fn unpacked(file: &str, bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut plain = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes);
    match read.take(LARGEST_INPUT + 1).read_to_end(&mut plain) {
        Ok(_) => Ok(plain),
        Err(_) => Err(Problem::of_file(file, "the gzip file is cut off or damaged")),
    }
}
