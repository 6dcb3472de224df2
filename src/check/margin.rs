//! How far from the truth an answer may be.
//!
//! Rank 1, no kind.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::quantity::{Dimension, Quantity};

/// An allowed distance.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Tolerance {
    written: String,
    quantity: Quantity,
}

impl TryFrom<String> for Tolerance {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let quantity: Quantity = written.parse()?;
        Ok(Self { written, quantity })
    }
}

impl Tolerance {
    /// As the lab has it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether a measure is near enough.
    pub fn allows(&self, truth: f64, given: f64) -> bool {
        let Quantity { value, dimension } = self.quantity;
        let distance = if dimension == Dimension::Percent { truth.abs() * value / 100.0 } else { value };
        // A distance that is exactly the tolerance must not be lost to rounding.
        (truth - given).abs() <= distance.abs() * (1.0 + 1e-9)
    }

    /// Whether an amount is near enough, to the last digit. What overflows is not.
    pub fn allows_exactly(&self, truth: Decimal, given: Decimal) -> bool {
        let distance = || {
            let value = Decimal::try_from(self.quantity.value).ok()?.abs();
            match self.quantity.dimension {
                Dimension::Percent => truth.abs().checked_mul(value)?.checked_div(Decimal::ONE_HUNDRED),
                _ => Some(value),
            }
        };
        let apart = truth.checked_sub(given).map(|apart| apart.abs());
        matches!((apart, distance()), (Some(apart), Some(distance)) if apart <= distance)
    }
}

/// A share of a whole, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Share(u8);

impl TryFrom<String> for Share {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let number = written.trim().strip_suffix('%').and_then(|number| number.trim().parse().ok());
        number
            .filter(|share| (1..=100).contains(share))
            .map(Self)
            .ok_or_else(|| format!("`{written}` is not a share from 1% to 100%"))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} %", self.0)
    }
}

impl Share {
    /// All of it.
    pub fn all() -> Self {
        Self(100)
    }

    /// Whether `part` of `whole` is at least this share; nothing of nothing is not.
    pub fn reached(self, part: usize, whole: usize) -> bool {
        whole > 0 && part * 100 >= usize::from(self.0) * whole
    }
}

#[cfg(test)]
mod tests {
    use super::{Share, Tolerance};

    fn tolerance(given: &str) -> Tolerance {
        Tolerance::try_from(given.to_owned()).unwrap()
    }

    #[test]
    fn a_tolerance_is_a_share_or_an_amount() {
        let allows = |given: &str, truth, value| tolerance(given).allows(truth, value);
        assert!(allows("5%", 100.0, 105.0));
        assert!(!allows("5%", 100.0, 105.1));
        assert!(allows("2", 100.0, 98.0));
        assert!(allows("1KiB", 4096.0, 5120.0));
        assert!(!allows("5%", 100.0, -100.0));
    }

    #[test]
    fn amounts_are_exact() {
        let allows = |given: &str, truth: &str, value: &str| {
            tolerance(given).allows_exactly(truth.parse().unwrap(), value.parse().unwrap())
        };
        assert!(allows("0.01", "0.30", "0.31"));
        assert!(!allows("0.01", "0.30", "0.3100000001"));
        assert!(allows("10%", "0.3", "0.33"));
        assert!(!allows("0", "79228162514264337593543950335", "-79228162514264337593543950335"));
    }

    #[test]
    fn a_share_is_counted_in_whole_numbers() {
        let share = Share::try_from("85%".to_owned()).unwrap();
        assert!(share.reached(17, 20) && !share.reached(16, 19) && !share.reached(0, 0));
        assert!(Share::try_from("0%".to_owned()).is_err());
        assert!(Share::try_from("0.85".to_owned()).is_err());
    }
}
