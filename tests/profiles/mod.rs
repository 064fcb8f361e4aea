//! What people edit: fields, files, doctor and editing.

mod fields;
mod profiles_command;
mod profiles_doctor;
mod profiles_edit;
mod profiles_schema;
mod shipped;
mod toml_suite;
mod two_sources;
