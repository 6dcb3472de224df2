//! A student's work as one page: what was expected, what was found, what it rests on.
//!
//! It goes to the student: nothing of what is for the teacher alone is in it.

use std::time::Duration;

use crate::check::{Act, Gap, Verdict};
use crate::exec::Ended;
use crate::grade::{Mark, Outcome, Points, Scale};
use crate::i18n::{Lang, Text};
use crate::ink::{clean, decimal};
use crate::report::Report;
use crate::report::class::{ClassReport, ClassSheet};
use crate::report::figures::lost;
use crate::report::page::{SHAPES, STYLE, Writer, name, svg};
use crate::report::sign::{Sign, level_code};
use crate::report::words::{level, moment};
use crate::runner::Evidence;
use crate::statement::escape;
use crate::statement::frame::{Frame, french, say};
use crate::statement::markdown;
use crate::text;

/// The most that is shown of a text that a machine printed, in characters. All of it is in
/// the journal.
const PRINTED: usize = 4000;

/// What a page is made from.
struct Page<'a> {
    report: &'a Report,
    scale: &'a Scale,
    /// What a class knows of the student.
    class: Option<(&'a ClassReport, &'a ClassSheet)>,
    writer: Writer,
}

/// Returns the page of a run outside of a class, by the scale that nobody changed.
pub(in crate::report) fn run(report: &Report, lang: Lang) -> String {
    let scale = Scale::default();
    Page { report, scale: &scale, class: None, writer: Writer::new(lang) }.html()
}

/// Returns the page of a student of a class; nothing when there is no work.
pub(in crate::report) fn student(class: &ClassReport, sheet: &ClassSheet, lang: Lang) -> Option<String> {
    let report = sheet.report.as_ref()?;
    let class = Some((class, sheet));
    Some(Page { report, scale: &class?.0.scale, class, writer: Writer::new(lang) }.html())
}

impl Page<'_> {
    fn html(mut self) -> String {
        let lang = self.writer.lang;
        self.header();
        self.writer.html.push_str("<main id=\"sheet\" tabindex=\"-1\">\n");
        self.competences();
        self.course();
        self.checks();
        self.statement();
        self.writer.html.push_str("</main>\n");
        self.writer.footer(&self.report.version, &self.report.lab_hash);
        let title = format!("{} – {} – {}", self.report.lab, self.report.title, self.name());
        let body = format!("{SHAPES}{}", self.writer.html);
        let skip = ("sheet", &text!("work-skip"));
        Frame { lang, class: "report", title: &title, style: STYLE, skip, body: &body }.html()
    }

    fn name(&self) -> String {
        self.class.map_or_else(|| self.report.student.clone(), |(_, sheet)| sheet.name())
    }

    /// The mark, and whether it may still change.
    fn mark(&self) -> Option<(Mark, bool)> {
        match self.class {
            Some((_, sheet)) => sheet.mark.map(|mark| (mark.value, mark.provisional)),
            None => {
                let mark = self.scale.mark(&self.report.outcomes, Points::NONE)?;
                Some((mark, self.report.grade.total.not_judged > 0))
            }
        }
    }

    fn header(&mut self) {
        let (report, student) = (self.report, name(&self.name()));
        let mark = self.mark();
        let w = &mut self.writer;
        let title = w.french(&report.title);
        w.push(format_args!(
            "<header>\n<p class=\"activity\"><strong>{}</strong> {title}</p>\n<h1>{student}</h1>\n",
            report.lab
        ));
        let shown = match mark {
            Some((mark, _)) => w.mark(mark.value, mark.out_of),
            None => "–".to_owned(),
        };
        let total = report.grade.total;
        let points = format!("{}/{}", w.number(total.earned), total.judged);
        let mut facts = vec![
            (text!("class-mark"), format!("<span class=\"big\">{shown}</span>")),
            (text!("report-head-points"), points),
            (text!("class-when"), say(&moment(report.finished), w.lang)),
            (text!("class-level"), w.say(&level(report.level))),
        ];
        if let Some((class, sheet)) = self.class {
            let group = [class.class.as_deref(), sheet.group.as_deref()];
            let group: Vec<String> = group.into_iter().flatten().map(name).collect();
            if !group.is_empty() {
                facts.push((text!("class-group"), group.join(" – ")));
            }
        }
        w.facts(&facts);
        match mark {
            Some((_, true)) => w.paragraph("provisional", &text!("work-provisional")),
            Some(_) => {}
            None => w.paragraph("note", &text!("report-no-mark")),
        }
        if let Some((_, sheet)) = self.class {
            for deduction in &sheet.deductions {
                let amount = decimal(deduction.amount.number(), self.writer.lang);
                let words = text!("teacher-less", amount = amount, reason = deduction.reason.clone());
                self.writer.paragraph("note", &words);
            }
        }
        self.writer.html.push_str("</header>\n");
        let mut sections = vec![("levels", text!("class-competences")), ("checks", text!("work-checks"))];
        if self.statement_text().is_some() {
            sections.push(("statement", text!("work-statement")));
        }
        self.writer.contents(&sections);
    }

    fn competences(&mut self) {
        let w = &mut self.writer;
        w.section("levels", &text!("class-competences"));
        let heads =
            [text!("report-head-competence"), text!("report-head-points"), text!("report-head-mastery")];
        w.table("list", &text!("class-competences"), &heads.map(|head| (w.say(&head), "")));
        for (competence, reached) in self.scale.masteries(&self.report.grade) {
            let label = w.french(&competence.label);
            let points = match competence.score.judged {
                0 => "–".to_owned(),
                judged => format!("{}/{judged}", w.number(competence.score.earned)),
            };
            let shown = w.level(reached);
            w.push(format_args!(
                "<tr><th scope=\"row\"><strong>{}</strong> {label}</th><td class=\"whole\">{points}</td>\
                 <td class=\"whole\"><span class=\"chip {}\">{shown}</span></td></tr>\n",
                competence.code,
                level_code(reached)
            ));
        }
        w.end_table();
        w.html.push_str("</section>\n");
    }

    /// How the work went on, when there is more than one run to tell of.
    fn course(&mut self) {
        let Some((_, sheet)) = self.class else { return };
        let Some(first) = sheet.history.first() else { return };
        let since = |at: jiff::Timestamp| Duration::try_from(at.duration_since(first.at)).unwrap_or_default();
        let mut runs: Vec<(Duration, Points)> =
            sheet.history.iter().map(|attempt| (since(attempt.at), attempt.earned)).collect();
        runs.push((since(self.report.finished), self.report.grade.total.earned));
        let most =
            self.report.grade.total.judged.max(sheet.history.iter().map(|a| a.judged).max().unwrap_or(0));
        let w = &mut self.writer;
        w.section("course", &text!("work-course"));
        let drawn = svg::course(&runs, most, w.lang);
        w.push(format_args!("<figure class=\"drawing narrow\">\n{drawn}</figure>\n</section>\n"));
    }

    fn checks(&mut self) {
        self.writer.section("checks", &text!("work-checks"));
        for outcome in &self.report.outcomes {
            self.check(outcome);
        }
        self.writer.html.push_str("</section>\n");
    }

    fn check(&mut self, outcome: &Outcome) {
        let sign = Sign::of(outcome);
        let w = &mut self.writer;
        let (title, shown) = (w.french(&outcome.title), w.sign(sign, true));
        let lost = if lost(outcome) { " lost" } else { "" };
        let points = match &outcome.verdict {
            Verdict::Error(_) | Verdict::Skip { lost: false, .. } | Verdict::Manual(_) => {
                format!("–/{}", outcome.points)
            }
            _ => format!("{}/{}", w.number(outcome.earned()), outcome.points),
        };
        let points = w.say(&text!("work-points", points = points));
        w.push(format_args!(
            "<article class=\"check {code}{lost}\">\n<h3>{title}</h3>\n\
             <p class=\"meta\"><strong class=\"{code}{lost}\">{shown}</strong> <span>{points}</span> <code>{}</code>",
            outcome.id,
            code = sign.code()
        ));
        let competences: Vec<&str> = outcome.competences.iter().map(|code| code.as_str()).collect();
        w.push(format_args!(" <span>{}</span>", competences.join(" ")));
        if let Some(node) = &outcome.on {
            let on = w.say(&text!("work-node", node = node));
            w.push(format_args!(" <span>{on}</span>"));
        }
        let hints = self.class.and_then(|(_, sheet)| sheet.hints_used.get(&outcome.id));
        if let Some(hints) = hints {
            let told = w.say(&text!("work-hints", count = *hints));
            w.push(format_args!(" <span>{told}</span>"));
        }
        w.html.push_str("</p>\n");
        self.verdict(&outcome.verdict);
        let evidence = self.class.and_then(|(_, sheet)| sheet.evidence.get(&outcome.id));
        if let Some(evidence) = evidence.filter(|evidence| !evidence.is_empty()) {
            self.evidence(evidence);
        }
        self.writer.html.push_str("</article>\n");
    }

    fn verdict(&mut self, verdict: &Verdict) {
        let gaps = match verdict {
            Verdict::Pass => return,
            Verdict::Fail(gaps) => gaps,
            Verdict::Partial(gaps, tally) => {
                let told = text!("report-elements", right = i64::from(tally.right), of = i64::from(tally.of));
                self.writer.paragraph("said", &told);
                gaps
            }
            Verdict::Error(cause) => return self.cause(&text!("report-not-judged", cause = cause.clone())),
            Verdict::Skip { because, .. } => return self.cause(because),
            Verdict::Manual(criterion) => {
                return self.cause(&text!("report-left-to-teacher", criterion = criterion.clone()));
            }
        };
        if !gaps.is_empty() {
            self.gaps(gaps);
        }
    }

    fn cause(&mut self, text: &Text) {
        let told = self.writer.told(text);
        self.writer.push(format_args!("<p class=\"said\">{told}</p>\n"));
    }

    fn gaps(&mut self, gaps: &[Gap]) {
        let w = &mut self.writer;
        let heads = [text!("work-fact"), text!("work-expected"), text!("work-actual")];
        w.table("list", &text!("work-gaps"), &heads.map(|head| (w.say(&head), "")));
        for gap in gaps {
            let [fact, expected, actual] = [&gap.fact, &gap.expected, &gap.actual].map(|text| w.told(text));
            w.push(format_args!(
                "<tr><th scope=\"row\" class=\"words\">{fact}</th><td class=\"words\">{expected}</td>\
                 <td class=\"words\">{actual}</td></tr>\n"
            ));
        }
        w.end_table();
    }

    fn evidence(&mut self, evidence: &[Evidence]) {
        let w = &mut self.writer;
        let title = w.say(&text!("work-evidence", count = evidence.len()));
        w.push(format_args!("<details>\n<summary>{title}</summary>\n"));
        for piece in evidence {
            let place = name(&piece.probe.place.to_string());
            let ended = match piece.output.ended {
                Ended::Status(status) => text!("work-status", status = i64::from(status)),
                Ended::Timeout => text!("work-timeout"),
                Ended::Flood => text!("work-flood"),
            };
            let ended = w.say(&ended);
            let act = match &piece.probe.act {
                Act::Run(command) => {
                    format!("<pre tabindex=\"0\"><code>{}</code></pre>", printed(&command.script))
                }
                other => format!("<p><code>{}</code></p>", escape(&format!("{other:?}"))),
            };
            w.push(format_args!("<p class=\"meta\"><code>{place}</code> <span>{ended}</span></p>\n{act}\n"));
            for output in [&piece.output.stdout, &piece.output.stderr] {
                if !output.trim().is_empty() {
                    w.push(format_args!("<pre tabindex=\"0\">{}</pre>\n", printed(output)));
                }
            }
            if piece.cut {
                w.paragraph("note", &text!("work-cut"));
            }
        }
        w.html.push_str("</details>\n");
    }

    fn statement_text(&self) -> Option<&str> {
        self.class.and_then(|(_, sheet)| sheet.statement.as_deref())
    }

    fn statement(&mut self) {
        let Some(text) = self.statement_text() else { return };
        let lang = self.writer.lang;
        // The page says the title already.
        let text = text.trim_start();
        let text = match text.split_once('\n') {
            Some((first, rest)) if first.starts_with("# ") => rest,
            _ => text,
        };
        let html = markdown::html(text, &text!("page-table").to(lang)).text;
        // Headings of the statement stand one level lower, under that of the section.
        let html = html.replace("<h3", "<h4").replace("</h3>", "</h4>");
        let html = html.replace("<h2", "<h3").replace("</h2>", "</h3>");
        self.writer.html.push_str("<div class=\"statement\">\n");
        self.writer.section("statement", &text!("work-statement"));
        self.writer.push(format_args!("<div{}>\n{html}</div>\n</section>\n</div>\n", french(lang)));
    }
}

/// What a machine printed, as HTML: line ends stay, whatever else moves a cursor is shown.
fn printed(words: &str) -> String {
    let kept: String = words.trim_end().chars().take(PRINTED).collect();
    let more = if kept.len() < words.trim_end().len() { "\n…" } else { "" };
    let lines: Vec<String> = kept.split('\n').map(clean).collect();
    escape(&(lines.join("\n") + more))
}
