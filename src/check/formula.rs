//! Formulas of a lab, computed exactly: decimal numbers, no drift, no access to anything.
//!
//! The language of expressions is Rhai's, without statements, functions of one's own,
//! modules, files or clock. Whole numbers divide as decimals do: `1 / 2` is 0.5.
//!
//! Rank 1, no kind.

use rhai::packages::{ArithmeticPackage, LogicPackage, Package};
use rhai::{Dynamic, Engine, EvalAltResult, INT, Scope};
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

/// What a formula may do at most, so that none hangs.
const OPERATIONS: u64 = 10_000;

/// Computes formulas.
pub(super) struct Calculator {
    engine: Engine,
}

/// Why there is no result.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// The formula is wrong: it names something unknown, or is none.
    Formula(String),
    /// These values have no result: a division by zero, a number too large.
    Values(String),
}

type Outcome<T> = Result<T, Box<EvalAltResult>>;

/// Rounds as accountants do: halves away from zero.
pub(super) fn round(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

impl Calculator {
    pub fn new() -> Self {
        let mut engine = Engine::new_raw();
        ArithmeticPackage::new().register_into_engine(&mut engine);
        LogicPackage::new().register_into_engine(&mut engine);
        engine.set_max_operations(OPERATIONS).set_max_expr_depths(64);
        // Otherwise 1 / 2 would be 0.
        engine.set_fast_operators(false);
        engine.register_fn("/", |a: INT, b: INT| divide(a.into(), b.into()));
        engine.register_fn("/", |a: INT, b: Decimal| divide(a.into(), b));
        engine.register_fn("/", |a: Decimal, b: INT| divide(a, b.into()));
        engine.register_fn("/", divide);
        engine.register_fn("round", |value: Decimal, digits: INT| digits_of(digits).map(|d| round(value, d)));
        engine.register_fn("round", |value: Decimal| round(value, 0));
        engine.register_fn("floor", |value: Decimal| value.floor());
        engine.register_fn("ceil", |value: Decimal| value.ceil());
        engine.register_fn("abs", |value: Decimal| value.abs());
        engine.register_fn("sqrt", |value: Decimal| {
            value.sqrt().ok_or_else(|| fault("the square root of a negative number"))
        });
        engine.register_fn("pow", power);
        engine.register_fn("pow", |value: Decimal, exponent: INT| power(value, exponent.into()));
        engine.register_fn("min", |a: Decimal, b: Decimal| a.min(b));
        engine.register_fn("max", |a: Decimal, b: Decimal| a.max(b));
        Self { engine }
    }

    /// Computes a formula with these values.
    ///
    /// # Errors
    /// Whose fault it is that there is no result.
    pub fn compute(&self, formula: &str, values: &[(&str, Decimal)]) -> Result<Decimal, Fault> {
        let mut scope = Scope::new();
        for (name, value) in values {
            scope.push_constant(*name, *value);
        }
        let result =
            self.engine.eval_expression_with_scope::<Dynamic>(&mut scope, formula).map_err(|error| {
                match *error {
                    EvalAltResult::ErrorArithmetic(why, _) => Fault::Values(why),
                    other => Fault::Formula(other.to_string()),
                }
            })?;
        let whole = result.as_int().map(Decimal::from);
        whole
            .or_else(|_| result.as_decimal())
            .map_err(|kind| Fault::Formula(format!("the result is a {kind}, not a number")))
    }
}

fn fault(why: &str) -> Box<EvalAltResult> {
    EvalAltResult::ErrorArithmetic(why.to_owned(), rhai::Position::NONE).into()
}

fn divide(a: Decimal, b: Decimal) -> Outcome<Decimal> {
    a.checked_div(b).ok_or_else(|| fault("a division by zero"))
}

fn power(value: Decimal, exponent: Decimal) -> Outcome<Decimal> {
    value.checked_powd(exponent).ok_or_else(|| fault("a power that is too large or has no value"))
}

fn digits_of(digits: INT) -> Outcome<u32> {
    u32::try_from(digits).map_err(|_| fault("a negative number of digits"))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Calculator, Fault};

    fn compute(formula: &str) -> Result<String, Fault> {
        let values = [("prix", "1234.50"), ("taux", "0.2"), ("rien", "0")];
        let values: Vec<(&str, Decimal)> = values.map(|(name, value)| (name, value.parse().unwrap())).into();
        Calculator::new().compute(formula, &values).map(|value| value.normalize().to_string())
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(compute("0.1 + 0.2").unwrap(), "0.3");
        assert_eq!(compute("prix * (1 + taux)").unwrap(), "1481.4");
        assert_eq!(compute("1 / 2 + 7 / 2").unwrap(), "4");
        assert_eq!(compute("round(2.675, 2)").unwrap(), "2.68", "a float gives 2.67");
        assert_eq!(compute("round(prix / 7, 2)").unwrap(), "176.36");
        assert_eq!(compute("round(0.5) + round(1.5)").unwrap(), "3", "halves go up, not to the even");
        assert_eq!(compute("-prix + max(prix, 2000.0)").unwrap(), "765.5");
        assert_eq!(compute("pow(1.05, 3)").unwrap(), "1.157625");
        assert_eq!(compute("if prix > 1000 { 10 } else { 20 }").unwrap(), "10");
    }

    #[test]
    fn it_is_told_apart_who_is_wrong() {
        let values = |formula| matches!(compute(formula), Err(Fault::Values(_)));
        assert!(values("prix / rien"));
        assert!(values("1 / 0"));
        assert!(values("sqrt(-prix)"));
        let wrong = |formula| matches!(compute(formula), Err(Fault::Formula(_)));
        assert!(wrong("prix * inconnu"));
        assert!(wrong("prix *"));
        assert!(wrong("prix > 1"));
        assert!(wrong("let a = 1; a"));
        assert!(wrong("open(\"/etc/passwd\")"));
        assert!(wrong("import \"x\" as y"));
    }

    #[test]
    fn no_formula_hangs() {
        assert!(compute("while true {}").is_err());
        assert!(compute(&"(".repeat(10_000)).is_err());
    }
}
