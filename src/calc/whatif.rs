//! Room 7 of `calc`: the menu asked again with one lever turned, or many.

pub mod aged;
pub mod bands;
pub mod every_kind;
pub mod flips;
pub mod monte_carlo;
pub mod revisit;
pub mod robustness;
pub mod solve;
pub mod stratified;
pub mod sweep;
pub mod turn;
