//! The JSON Schema (draft-07) of `breakeven.toml`, for editors: made from the tables of `fields`.

use serde_json::{Value, json};

use super::fields::{CHECK, ROOT, WORKLOAD};
use crate::profile::jsonschema::{NAME, table};

/// The schema of `breakeven.toml`.
pub fn schema() -> Value {
    let named = |inner: Value, doc: &str| {
        json!({
            "description": doc,
            "type": "object",
            "propertyNames": { "pattern": NAME },
            "additionalProperties": inner,
        })
    };
    let mut schema = table(ROOT);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "Workloads and checks of a repository".into();
    schema["description"] = "What breakeven check reads from breakeven.toml.".into();
    schema["required"] = json!(["check", "workload"]);
    schema["properties"]["workload"] =
        named(table(WORKLOAD), "Workloads by name: the flags of the command line.");
    schema["properties"]["defaults"] = table(WORKLOAD);
    schema["properties"]["check"] = named(table(CHECK), "Limits by name.");
    schema
}

/// The schema as it is written to a file.
pub fn text() -> String {
    format!("{:#}\n", schema())
}
