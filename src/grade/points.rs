//! Points that are earned, counted in hundredths so that no sum drifts.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of points, exact to the hundredth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(u64);

impl Points {
    /// No point.
    pub const NONE: Self = Self(0);

    /// Returns whole points.
    pub fn whole(points: u32) -> Self {
        Self(u64::from(points) * 100)
    }

    /// Returns hundredths of a point.
    pub fn hundredths(count: u64) -> Self {
        Self(count)
    }

    /// How many hundredths they are.
    pub fn count(self) -> u64 {
        self.0
    }

    /// As a number; what it prints as is exact.
    pub fn number(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl From<u32> for Points {
    fn from(points: u32) -> Self {
        Self::whole(points)
    }
}

impl PartialEq<u32> for Points {
    fn eq(&self, whole: &u32) -> bool {
        *self == Self::whole(*whole)
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, more: Self) {
        self.0 += more.0;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::NONE, |mut sum, more| {
            sum += more;
            sum
        })
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}"),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.number())
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let points = f64::deserialize(deserializer)?;
        if !(0.0..=1e12).contains(&points) {
            return Err(serde::de::Error::custom("not an amount of points"));
        }
        Ok(Self((points * 100.0).round() as u64))
    }
}

impl schemars::JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number", "minimum": 0, "multipleOf": 0.01 })
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn points_are_written_as_a_person_would() {
        let shown = |hundredths| Points::hundredths(hundredths).to_string();
        assert_eq!([shown(300), shown(250), shown(133), shown(5)], ["3", "2.5", "1.33", "0.05"]);
        for hundredths in [0, 5, 100, 133, 250, 99_999] {
            let written = serde_json::to_string(&Points(hundredths)).unwrap();
            assert_eq!(written, Points(hundredths).to_string());
            assert_eq!(serde_json::from_str::<Points>(&written).unwrap(), Points(hundredths));
        }
    }

    #[test]
    fn sums_do_not_drift() {
        let thirds: Points = std::iter::repeat_n(Points::hundredths(33), 300).sum();
        assert_eq!(thirds, 99_u32);
    }
}
