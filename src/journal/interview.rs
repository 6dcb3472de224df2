//! What was said to personas.

use crate::journal::read::{json, to_json};
use crate::journal::{Journal, JournalError, TOOL};
use crate::persona::Exchange;

impl Journal {
    /// Notes a question and its answer.
    ///
    /// # Errors
    /// When the journal cannot be written; the question then counts as not asked.
    pub fn note_exchange(&self, bench: &str, exchange: &Exchange) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO exchanges (bench, exchange, tool) VALUES (?, ?, ?)",
                (bench, to_json(exchange)?, TOOL),
            )?;
            Ok(())
        })
    }

    /// Returns what was said on a bench since it began, in order.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn exchanges(&self, bench: &str) -> Result<Vec<Exchange>, JournalError> {
        self.read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT exchange FROM exchanges WHERE bench = ? AND over = 0 ORDER BY id")?;
            let rows = query.query_map([bench], |row| json(row, 0))?;
            rows.collect()
        })
    }

    /// Notes that a bench begins anew: what was said stays in the journal, and personas know
    /// nothing of it.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn end_interviews(&self, bench: &str) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction.execute("UPDATE exchanges SET over = 1 WHERE bench = ? AND over = 0", [bench])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::journal::Journal;
    use crate::persona::{Exchange, Manner};

    #[test]
    fn a_bench_that_begins_anew_has_asked_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.db")).unwrap().0;
        let exchange = Exchange {
            persona: "directrice".parse().unwrap(),
            at: Timestamp::UNIX_EPOCH,
            question: "Bonjour, une panne dure-t-elle ?".to_owned(),
            manner: Manner::Told,
            topic: Some("panne".parse().unwrap()),
            answer: "Quatre heures.".to_owned(),
            files: [("poste:/srv/odj.yaml".to_owned(), None)].into(),
        };
        journal.note_exchange("a111-lea", &exchange).unwrap();
        journal.note_exchange("a111-tom", &exchange).unwrap();
        assert_eq!(journal.exchanges("a111-lea").unwrap(), [exchange.clone()]);
        journal.end_interviews("a111-lea").unwrap();
        assert!(journal.exchanges("a111-lea").unwrap().is_empty());
        assert_eq!(journal.exchanges("a111-tom").unwrap().len(), 1);
        journal.note_exchange("a111-lea", &exchange).unwrap();
        assert_eq!(journal.exchanges("a111-lea").unwrap().len(), 1);
    }
}
