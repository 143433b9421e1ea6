//! placeholder
use serde::{Deserialize, Serialize};
macro_rules! p { ($($n:ident)*) => {$(
/// p
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct $n(String);
impl $n {
    /// p
    #[must_use]
    pub fn as_str(&self) -> &str { &self.0 }
}
)*}}
p! { Nik Npwp Nitku TaxInvoiceNumber }
