//! Words that several formats share.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::check::Level;
use crate::i18n::Text;
use crate::text;

/// A moment, in UTC: a page goes from one machine to another.
pub(super) fn moment(at: Timestamp) -> Text {
    let here = at.to_zoned(TimeZone::UTC);
    text!(
        "moment",
        day = here.strftime("%d").to_string(),
        month = here.strftime("%m").to_string(),
        year = here.strftime("%Y").to_string(),
        time = here.strftime("%H:%M").to_string()
    )
}

/// How thorough a run was.
pub(super) fn level(level: Level) -> Text {
    match level {
        Level::Quick => text!("level-quick"),
        Level::Full => text!("level-full"),
    }
}
