//! Room 3 of `calc`: what is paid for, as cost items: a part, a rate and a driver.

pub mod api_bill;
pub mod granted;
pub mod invoice;
pub mod item;
pub mod machine;
pub mod machine_rates;
pub mod prompt_lengths;
pub mod token_price;
pub mod wall_power;
pub mod windows;
