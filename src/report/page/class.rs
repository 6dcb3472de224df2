//! A class as one page: for the projector, for the file, for paper.

use crate::i18n::{Lang, Text};
use crate::ink::decimal;
use crate::report::class::{CheckHead, ClassReport, ClassSheet, Source};
use crate::report::figures::{
    competences, groups, lost, marks, outcome, rates, shown, sign, spread, stuck, times,
};
use crate::report::page::{SHAPES, STYLE, Writer, icon, name, svg};
use crate::report::sign::level_code;
use crate::report::terminal::mastery;
use crate::report::words::{level, moment};
use crate::statement::escape;
use crate::statement::frame::{Frame, say};
use crate::text;

/// Returns the page. `link` gives the address of a student's own page, where there is one.
pub(in crate::report) fn render(
    report: &ClassReport,
    lang: Lang,
    link: &dyn Fn(&ClassSheet) -> Option<String>,
) -> String {
    let groups = groups(report);
    let choices = choices(report, &groups);
    let mut page = Page { report, groups, choices, link, writer: Writer::new(lang) };
    page.header();
    page.writer.html.push_str("<main id=\"class\" tabindex=\"-1\">\n");
    page.overview();
    page.grid();
    page.heat();
    page.checks();
    page.stuck();
    page.teacher();
    page.writer.html.push_str("</main>\n");
    page.writer.footer(&report.version, &report.lab_hash);
    let style = format!("{STYLE}@page {{ size: A4 landscape; margin: 10mm; }}\n{}", page.filter());
    let title = format!("{} – {}", report.lab, report.title);
    let body = format!("{SHAPES}{}", page.writer.html);
    let skip = ("class", &text!("class-skip"));
    Frame { lang, class: "class", title: &title, style: &style, skip, body: &body }.html()
}

struct Page<'a> {
    report: &'a ClassReport,
    groups: Vec<&'a str>,
    /// What is computed over several students, once for each choice of a group: the class of
    /// the elements that show it, and who is in it.
    choices: Vec<(String, ClassReport)>,
    link: &'a dyn Fn(&ClassSheet) -> Option<String>,
    writer: Writer,
}

/// Returns the class as a whole, and each group when there are several.
fn choices(report: &ClassReport, groups: &[&str]) -> Vec<(String, ClassReport)> {
    let mut choices = vec![("choice c-all".to_owned(), report.clone())];
    if groups.len() > 1 {
        for (index, group) in groups.iter().enumerate() {
            let mut part = report.clone();
            part.sheets.retain(|sheet| sheet.group.as_deref() == Some(*group));
            choices.push((format!("choice c-{index}"), part));
        }
    }
    choices
}

impl<'a> Page<'a> {
    fn header(&mut self) {
        let report = self.report;
        let w = &mut self.writer;
        let title = w.french(&report.title);
        w.push(format_args!(
            "<header>\n<p class=\"activity\"><strong>{}</strong> {}</p>\n<h1>{title}</h1>\n",
            report.lab,
            name(report.class.as_deref().unwrap_or_default())
        ));
        let source = match report.source {
            Source::Live => text!("class-live"),
            Source::HandedIn => text!("class-handed-in"),
        };
        let mut facts = vec![
            (text!("class-when"), say(&moment(report.finished), w.lang)),
            (text!("class-level"), w.say(&level(report.level))),
            (text!("class-source"), w.say(&source)),
            (text!("class-scale"), w.say(&text!("class-scale-out-of", out_of = report.scale.out_of))),
        ];
        if let Some(deadline) = report.deadline {
            facts.push((text!("class-deadline"), say(&moment(deadline), w.lang)));
        }
        w.facts(&facts);
        self.choice();
        self.writer.html.push_str("</header>\n");
        self.writer.contents(&[
            ("overview", text!("class-overview")),
            ("grid", text!("class-grid")),
            ("competences", text!("class-competences")),
            ("rates", text!("class-rates")),
            ("times", text!("class-times")),
            ("stuck", text!("class-stuck")),
        ]);
    }

    /// The choice of a group: a form that only the style listens to.
    fn choice(&mut self) {
        if self.groups.len() < 2 {
            return;
        }
        let w = &mut self.writer;
        let (legend, all) = (w.say(&text!("class-group")), w.say(&text!("class-group-all")));
        w.push(format_args!(
            "<fieldset class=\"groups\"><legend>{legend}</legend>\n\
             <label><input type=\"radio\" name=\"group\" id=\"g-all\" checked>{all}</label>\n"
        ));
        for (index, group) in self.groups.iter().enumerate() {
            let group = name(group);
            w.push(format_args!(
                "<label><input type=\"radio\" name=\"group\" id=\"g-{index}\">{group}</label>\n"
            ));
        }
        w.html.push_str("</fieldset>\n");
    }

    /// The rules that hide whoever is not in the group that is chosen, and show what was
    /// computed for it.
    fn filter(&self) -> String {
        let rule = |index| {
            let chosen = format!("body:has(#g-{index}:checked)");
            format!(
                "{chosen} .of-group:not(.g-{index}), {chosen} .choice:not(.c-{index}) {{ display: none; }}\n\
                 {chosen} .choice.c-{index} {{ display: revert; }}\n"
            )
        };
        let hidden = ".choice:not(.c-all) { display: none; }\n".to_owned();
        if self.groups.len() < 2 {
            hidden
        } else {
            (0..self.groups.len()).map(rule).fold(hidden, |all, rule| all + rule.as_str())
        }
    }

    /// The class that the filter knows a student by.
    fn group_class(&self, sheet: &ClassSheet) -> String {
        let index = self.groups.iter().position(|group| Some(*group) == sheet.group.as_deref());
        index.map_or_else(|| "of-group".to_owned(), |index| format!("of-group g-{index}"))
    }

    fn student(&self, sheet: &ClassSheet) -> String {
        let shown = name(&format!("{} {}", sheet.family_name, sheet.given_name));
        match (self.link)(sheet) {
            Some(target) => format!("<a href=\"{}\">{shown}</a>", escape(&target)),
            None => shown,
        }
    }

    fn overview(&mut self) {
        let w = &mut self.writer;
        w.section("overview", &text!("class-overview"));
        for (class, report) in &self.choices {
            w.push(format_args!("<div class=\"{class}\">\n<div class=\"columns\">\n<dl class=\"tiles\">\n"));
            for (what, value) in tiles(report, w) {
                let what = w.say(&what);
                w.push(format_args!("<div><dt>{what}</dt><dd>{value}</dd></div>\n"));
            }
            let drawn = svg::spread(&spread(report), report.scale.out_of, w.lang);
            w.push(format_args!(
                "</dl>\n<figure class=\"drawing narrow\">\n{drawn}</figure>\n</div>\n</div>\n"
            ));
        }
        w.html.push_str("</section>\n");
    }

    fn grid(&mut self) {
        let report = self.report;
        self.writer.section("grid", &text!("class-grid"));
        self.writer.legend();
        let turned = |head: &CheckHead| (format!("<span>{}</span>", name(head.id.as_str())), "turned");
        let heads: Vec<(String, &str)> = [
            (self.writer.say(&text!("class-student")), ""),
            (self.writer.say(&text!("class-mark")), "points"),
        ]
        .into_iter()
        .chain(report.checks.iter().map(turned))
        .collect();
        self.writer.table("grid", &text!("class-grid"), &heads);
        for sheet in &report.sheets {
            self.row(sheet);
        }
        let head = self.writer.say(&text!("class-rate-row"));
        self.writer.html.push_str("</tbody>\n<tfoot>\n");
        for (class, report) in &self.choices {
            let percents = rates(report).into_iter().map(|rate| rate.percent());
            let cells: String = percents
                .map(|percent| {
                    percent.map_or_else(|| "<td>–</td>".to_owned(), |percent| format!("<td>{percent}</td>"))
                })
                .collect();
            self.writer.push(format_args!(
                "<tr class=\"{class}\"><th scope=\"row\">{head}</th><td></td>{cells}</tr>\n"
            ));
        }
        self.writer.html.push_str("</tfoot>\n</table>\n</div>\n");
        self.writer.paragraph("note", &text!("class-grid-note"));
        self.writer.html.push_str("</section>\n");
    }

    fn row(&mut self, sheet: &ClassSheet) {
        let report = self.report;
        let (class, student) = (self.group_class(sheet), self.student(sheet));
        let w = &mut self.writer;
        let mark = match sheet.mark {
            Some(mark) if mark.provisional => {
                let word = w.say(&text!("class-mark-provisional"));
                format!(
                    "{}<span aria-hidden=\"true\">*</span><span class=\"heard\"> {word}</span>",
                    w.number(mark.value.value)
                )
            }
            Some(mark) => w.number(mark.value.value),
            None => "–".to_owned(),
        };
        w.push(format_args!(
            "<tr class=\"{class}\"><th scope=\"row\">{student}</th><td class=\"mark\">{mark}</td>"
        ));
        if sheet.report.is_none() {
            let why = sheet.trouble.clone().unwrap_or_else(|| text!("class-no-work"));
            let why = w.told(&why);
            w.push(format_args!("<td class=\"none\" colspan=\"{}\">{why}</td></tr>\n", report.checks.len()));
            return;
        }
        for head in &report.checks {
            let Some(sign) = sign(sheet, &head.id) else {
                w.html.push_str("<td class=\"none\"></td>");
                continue;
            };
            let lost = outcome(sheet, &head.id).is_some_and(lost);
            let lost = if lost { " lost" } else { "" };
            let shown = w.sign(sign, false);
            w.push(format_args!("<td class=\"{}{lost}\">{shown}</td>", sign.code()));
        }
        w.html.push_str("</tr>\n");
    }

    fn heat(&mut self) {
        let report = self.report;
        let competences = competences(report);
        self.writer.section("competences", &text!("class-competences"));
        let heads: Vec<(String, &str)> =
            [(self.writer.say(&text!("class-student")), "")]
                .into_iter()
                .chain(competences.iter().map(|(code, label)| {
                    (format!("<strong>{code}</strong> {}", self.writer.french(label)), "")
                }))
                .collect();
        self.writer.table("grid heat", &text!("class-competences"), &heads);
        for sheet in report.sheets.iter().filter(|sheet| sheet.report.is_some()) {
            let (class, student) = (self.group_class(sheet), self.student(sheet));
            let w = &mut self.writer;
            w.push(format_args!("<tr class=\"{class}\"><th scope=\"row\">{student}</th>"));
            for (code, _) in &competences {
                let Some((score, level)) = shown(report, sheet, code) else {
                    w.html.push_str("<td class=\"none\"></td>");
                    continue;
                };
                let part = match score.judged {
                    0 => String::new(),
                    judged => format!(" <small>{}/{judged}</small>", decimal(score.earned.number(), w.lang)),
                };
                let code = level_code(level);
                let word = w.say(&mastery(level));
                let icon = icon(code);
                w.push(format_args!(
                    "<td class=\"{code}\">{icon}<span class=\"word\">{word}</span>{part}</td>"
                ));
            }
            w.html.push_str("</tr>\n");
        }
        self.writer.end_table();
        let levels = report.scale.levels;
        let note = text!("class-levels-note", acquired = levels.acquired, not = levels.not_acquired);
        self.writer.paragraph("note", &note);
        self.writer.html.push_str("</section>\n");
    }

    fn checks(&mut self) {
        let w = &mut self.writer;
        w.html.push_str("<div class=\"columns\">\n");
        w.section("rates", &text!("class-rates"));
        for (class, report) in &self.choices {
            let drawn = svg::rates(&rates(report), w.lang);
            w.push(format_args!("<figure class=\"drawing {class}\">\n{drawn}</figure>\n"));
        }
        w.paragraph("note", &text!("class-rates-note"));
        w.html.push_str("</section>\n");
        w.section("times", &text!("class-times"));
        for (class, report) in &self.choices {
            let rows: Vec<_> =
                report.checks.iter().map(|head| (head.id.as_str(), times(report, &head.id))).collect();
            w.push(format_args!("<div class=\"{class}\">\n"));
            if rows.iter().all(|(_, times)| times.is_empty()) {
                w.paragraph("note", &text!("class-times-none"));
            } else {
                let drawn = svg::times(&rows, w.lang);
                w.push(format_args!("<figure class=\"drawing\">\n{drawn}</figure>\n"));
            }
            w.html.push_str("</div>\n");
        }
        w.paragraph("note", &text!("class-times-note"));
        w.html.push_str("</section>\n</div>\n");
    }

    fn stuck(&mut self) {
        self.writer.section("stuck", &text!("class-stuck"));
        let mut tables = Vec::new();
        for (class, report) in &self.choices {
            tables.push((class, self.stuck_rows(report)));
        }
        let w = &mut self.writer;
        let heads =
            [text!("class-check"), text!("class-count"), text!("class-who")].map(|head| (w.say(&head), ""));
        for (class, rows) in tables {
            w.push(format_args!("<div class=\"{class}\">\n"));
            if rows.is_empty() {
                w.paragraph("note", &text!("class-stuck-none"));
            } else {
                w.table("list", &text!("class-stuck"), &heads);
                w.html.push_str(&rows);
                w.end_table();
            }
            w.html.push_str("</div>\n");
        }
        w.paragraph("note", &text!("class-stuck-note"));
        w.html.push_str("</section>\n");
    }

    fn stuck_rows(&self, report: &ClassReport) -> String {
        let w = &self.writer;
        let mut rows = String::new();
        for stuck in stuck(report) {
            let who: Vec<String> = stuck
                .students
                .iter()
                .map(|(sheet, tries)| {
                    let tries = w.say(&text!("class-tries", count = *tries));
                    format!("{} <small>({tries})</small>", self.student(sheet))
                })
                .collect();
            rows.push_str(&format!(
                "<tr><th scope=\"row\">{}<br><code>{}</code></th><td>{}</td><td>{}</td></tr>\n",
                w.french(&stuck.head.title),
                stuck.head.id,
                stuck.students.len(),
                who.join(" · ")
            ));
        }
        rows
    }

    /// What is for the teacher alone: closed, so that it can stay so on a projector, and
    /// not printed.
    fn teacher(&mut self) {
        let report = self.report;
        let mut lines: Vec<(String, String, String)> = Vec::new();
        let w = &self.writer;
        for sheet in &report.sheets {
            let student = name(&sheet.name());
            let mut add = |what: &Text, told: &Text| lines.push((student.clone(), w.say(what), w.told(told)));
            for open in &sheet.not_judged {
                let what = if open.manual { text!("teacher-manual") } else { text!("teacher-not-judged") };
                let told = text!(
                    "teacher-check",
                    check = open.check.as_str(),
                    points = open.points,
                    why = open.why.clone()
                );
                add(&what, &told);
            }
            for unsteady in &sheet.unsteady {
                let told = text!(
                    "teacher-unsteady-told",
                    check = unsteady.check.as_str(),
                    verdicts = unsteady.verdicts.join(", ")
                );
                add(&text!("teacher-unsteady"), &told);
            }
            for suspicion in &sheet.suspicions {
                add(&text!("teacher-suspicion"), &suspicion.text());
            }
            for remark in &sheet.remarks {
                add(&text!("teacher-remark"), remark);
            }
            for deduction in &sheet.deductions {
                let amount = decimal(deduction.amount.number(), w.lang);
                add(
                    &text!("teacher-deduction"),
                    &text!("teacher-less", amount = amount, reason = deduction.reason.clone()),
                );
            }
        }
        for refused in &report.refused {
            lines.push((name(&refused.file), w.say(&text!("teacher-refused")), w.told(&refused.why)));
        }
        if lines.is_empty() {
            return;
        }
        let w = &mut self.writer;
        let title = w.say(&text!("class-teacher"));
        w.push(format_args!("<details class=\"teacher\"><summary>{title}</summary>\n"));
        w.paragraph("note", &text!("class-teacher-note"));
        let heads = [text!("class-student"), text!("teacher-what"), text!("teacher-told")]
            .map(|head| (w.say(&head), ""));
        w.table("list", &text!("class-teacher"), &heads);
        for (student, what, told) in lines {
            w.push(format_args!(
                "<tr><th scope=\"row\">{student}</th><td>{what}</td><td class=\"words\">{told}</td></tr>\n"
            ));
        }
        w.end_table();
        w.html.push_str("</details>\n");
    }
}

/// Figures in short.
fn tiles(report: &ClassReport, w: &Writer) -> Vec<(Text, String)> {
    let with_work = report.sheets.iter().filter(|sheet| sheet.report.is_some()).count();
    let open = report.sheets.iter().filter(|sheet| sheet.provisional()).count();
    let mut tiles = vec![
        (text!("class-students"), report.sheets.len().to_string()),
        (text!("class-with-work"), with_work.to_string()),
    ];
    if let Some(marks) = marks(report) {
        tiles.extend([
            (text!("class-mean"), w.number(marks.mean)),
            (text!("class-median"), w.number(marks.median)),
            (text!("class-lowest"), w.number(marks.lowest)),
            (text!("class-highest"), w.number(marks.highest)),
        ]);
    }
    tiles.push((text!("class-provisional"), open.to_string()));
    tiles
}
