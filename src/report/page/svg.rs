//! The pictures of a report, drawn by hand: bars, dots on a line of time, a course.
//!
//! Each says in its title and description what it shows, and the numbers stand in it as
//! words: nothing is to be guessed from a colour or a length.

use std::time::Duration;

use crate::grade::Points;
use crate::i18n::{Lang, Text};
use crate::ink::{decimal, duration, shorten};
use crate::report::figures::{Rate, median};
use crate::report::page::name;
use crate::report::sign::Sign;
use crate::statement::frame::say;
use crate::text;

/// The height of a row.
const ROW: f64 = 24.0;
/// Where the drawing begins, to the right of the names.
const LEFT: f64 = 190.0;
/// The width of drawings with names.
const WIDTH: f64 = 760.0;
/// The columns that a name may take.
const NAME: usize = 26;

/// Returns a drawing of a size, with what it shows in one sentence.
fn drawing(width: f64, height: f64, shows: &Text, lang: Lang, inside: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">\n\
{inside}</svg>\n",
        say(shows, lang)
    )
}

/// How marks spread: ten bars.
pub(super) fn spread(parts: &[usize; 10], out_of: u32, lang: Lang) -> String {
    let (bar, high, top) = (54.0, 120.0, 22.0);
    let most = parts.iter().copied().max().unwrap_or_default().max(1) as f64;
    let mut inside = String::new();
    for (index, count) in parts.iter().enumerate() {
        let x = 10.0 + index as f64 * bar;
        let height = *count as f64 / most * high;
        let y = top + high - height;
        inside.push_str(&format!(
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\" rx=\"2\"/>\n",
            x + 3.0,
            bar - 6.0
        ));
        if *count > 0 {
            let middle = x + bar / 2.0;
            inside.push_str(&format!(
                "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>\n",
                y - 5.0
            ));
        }
    }
    for tick in 0..=10_u32 {
        let value = decimal(f64::from(out_of * tick) / 10.0, lang);
        inside.push_str(&format!(
            "<text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{value}</text>\n",
            10.0 + f64::from(tick) * bar,
            top + high + 18.0
        ));
    }
    inside.push_str(&format!("<path class=\"axis\" d=\"M10 {:.1}h{:.1}\"/>\n", top + high + 0.5, bar * 10.0));
    drawing(bar * 10.0 + 20.0, top + high + 26.0, &text!("class-spread"), lang, &inside)
}

/// How each check went: a bar in parts, whose lengths stand beside it in words.
pub(super) fn rates(rates: &[Rate<'_>], lang: Lang) -> String {
    let right = 150.0;
    let room = WIDTH - LEFT - right;
    let mut inside = String::new();
    for (index, rate) in rates.iter().enumerate() {
        let y = index as f64 * ROW;
        inside.push_str(&row_name(rate.head.id.as_str(), y));
        let all = rate.signs.values().sum::<usize>().max(1) as f64;
        let mut x = LEFT;
        let open = rate.count(Sign::Error) + rate.count(Sign::Skip) + rate.count(Sign::Manual);
        let parts = [
            ("pass", rate.count(Sign::Pass)),
            ("part", rate.count(Sign::Part)),
            ("fail", rate.count(Sign::Fail)),
            ("open", open),
        ];
        for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
            let width = count as f64 / all * room;
            inside.push_str(&format!(
                "<rect class=\"bar-{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"15\"/>\n",
                y + 4.5
            ));
            x += width;
        }
        let words = match rate.percent() {
            Some(percent) => {
                text!(
                    "class-rate",
                    percent = percent,
                    passed = rate.count(Sign::Pass),
                    judged = rate.judged()
                )
            }
            None => text!("class-rate-none"),
        };
        inside.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
            LEFT + room + 10.0,
            y + 16.5,
            say(&words, lang)
        ));
    }
    drawing(WIDTH, rates.len() as f64 * ROW + 4.0, &text!("class-rates-shown"), lang, &inside)
}

/// How long students took for each check: a dot for each, a stroke in the middle.
pub(super) fn times(rows: &[(&str, Vec<(Duration, String)>)], lang: Lang) -> String {
    let right = 90.0;
    let room = WIDTH - LEFT - right;
    let longest = rows.iter().flat_map(|(_, times)| times.iter().map(|(time, _)| time.as_secs())).max();
    let longest = longest.unwrap_or_default().max(60) as f64;
    let place = |time: &Duration| LEFT + 6.0 + time.as_secs() as f64 / longest * (room - 12.0);
    let top = 22.0;
    let mut inside = String::new();
    for quarter in 0..=4_u8 {
        let seconds = longest * f64::from(quarter) / 4.0;
        let at = Duration::from_secs_f64(seconds);
        let x = place(&at);
        let bottom = top + rows.len() as f64 * ROW;
        inside.push_str(&format!(
            "<path class=\"axis\" d=\"M{x:.1} {top:.1}V{bottom:.1}\"/>\n\
             <text class=\"soft\" x=\"{x:.1}\" y=\"14\" text-anchor=\"middle\">{}</text>\n",
            say(&minutes(at), lang)
        ));
    }
    for (index, (id, times)) in rows.iter().enumerate() {
        let y = top + index as f64 * ROW;
        inside.push_str(&row_name(id, y));
        for (time, who) in times {
            inside.push_str(&format!(
                "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4.5\"><title>{} – {}</title></circle>\n",
                place(time),
                y + 12.0,
                name(who),
                say(&minutes(*time), lang)
            ));
        }
        let words = match median(times) {
            Some(middle) => {
                inside.push_str(&format!(
                    "<path class=\"middle\" d=\"M{:.1} {:.1}v18\"/>\n",
                    place(&middle),
                    y + 3.0
                ));
                say(&minutes(middle), lang)
            }
            None => "–".to_owned(),
        };
        inside.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\">{words}</text>\n",
            LEFT + room + 10.0,
            y + 16.5
        ));
    }
    drawing(WIDTH, top + rows.len() as f64 * ROW + 4.0, &text!("class-times-shown"), lang, &inside)
}

/// How the points of a student grew, run after run: time from the first, points.
pub(super) fn course(runs: &[(Duration, Points)], most: u32, lang: Lang) -> String {
    let (width, high, left, top) = (620.0, 130.0, 34.0, 12.0);
    let longest = runs.last().map_or(1.0, |(time, _)| time.as_secs_f64()).max(1.0);
    let room = width - left - 40.0;
    let place = |(time, points): &(Duration, Points)| {
        let x = left + 8.0 + time.as_secs_f64() / longest * room;
        (x, top + high - points.number() / f64::from(most.max(1)) * high)
    };
    let mut inside = String::new();
    for (value, y) in [(0, top + high), (most, top)] {
        inside.push_str(&format!(
            "<path class=\"axis\" d=\"M{left:.1} {y:.1}h{:.1}\"/>\n\
             <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>\n",
            room + 16.0,
            left - 6.0,
            y + 4.0
        ));
    }
    let line: Vec<String> = runs.iter().map(place).map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    inside.push_str(&format!("<path class=\"line\" d=\"M{}\"/>\n", line.join("L")));
    for run in runs {
        let (x, y) = place(run);
        inside.push_str(&format!(
            "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"><title>{} – {}</title></circle>\n",
            say(&minutes(run.0), lang),
            decimal(run.1.number(), lang)
        ));
    }
    if let Some(last) = runs.last() {
        let (x, y) = place(last);
        inside.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n\
             <text class=\"soft\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
            (y - 9.0).max(10.0),
            decimal(last.1.number(), lang),
            top + high + 18.0,
            say(&minutes(last.0), lang)
        ));
    }
    drawing(width, top + high + 24.0, &text!("work-course-shown"), lang, &inside)
}

fn row_name(id: &str, y: f64) -> String {
    format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
        LEFT - 10.0,
        y + 16.5,
        name(&shorten(id, NAME))
    )
}

/// A time in whole minutes.
pub(super) fn minutes(time: Duration) -> Text {
    duration(time.as_secs().div_ceil(60))
}
