//! Who wrote a file and what its numbers mean: one file for each source. None knows another; all of them
//! add rows to a [`Gather`](super::gather::Gather).

pub mod anthropic;
pub mod ccusage;
pub mod claude_code;
pub mod codex;
pub mod focus;
pub mod litellm_logs;
pub mod mapped;
pub mod openai;
pub mod opencost;
pub mod openrouter_activity;
pub mod prometheus;
pub mod spans;
