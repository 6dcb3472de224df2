//! What a student has proven, as one page for the file of the BTS.

use crate::i18n::Lang;
use crate::report::page::{SHAPES, STYLE, Writer, name};
use crate::report::portfolio::Portfolio;
use crate::report::sign::level_code;
use crate::statement::frame::Frame;
use crate::text;

/// Returns the page.
pub(in crate::report) fn render(portfolio: &Portfolio, lang: Lang) -> String {
    let mut w = Writer::new(lang);
    let summary = w.say(&portfolio.summary());
    w.push(format_args!(
        "<header>\n<p class=\"activity\">{}</p>\n<h1>{}</h1>\n<p class=\"lead\">{summary}</p>\n</header>\n",
        w.say(&text!("portfolio-heading")),
        name(&portfolio.name)
    ));
    w.html.push_str("<main id=\"portfolio\" tabindex=\"-1\">\n");
    for process in &portfolio.processes {
        let label = w.french(&process.label);
        w.push(format_args!(
            "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{0} – {label}</h2>\n",
            process.code
        ));
        for activity in &process.activities {
            let label = w.french(&activity.label);
            w.push(format_args!("<h3>{} – {label}</h3>\n", activity.code));
            let heads =
                [text!("report-head-competence"), text!("report-head-mastery"), text!("portfolio-basis")];
            w.table("list", &text!("class-competences"), &heads.map(|head| (w.say(&head), "")));
            for competence in &activity.competences {
                let label = w.french(&competence.label);
                let basis = competence
                    .basis
                    .as_ref()
                    .map_or_else(|| "–".to_owned(), |basis| w.told(&basis.text(lang)));
                let level = w.level(competence.mastery);
                w.push(format_args!(
                    "<tr><th scope=\"row\"><strong>{}</strong> {label}</th><td class=\"whole\"><span class=\"chip {}\">\
                     {level}</span></td><td class=\"words\">{basis}</td></tr>\n",
                    competence.code,
                    level_code(competence.mastery)
                ));
            }
            w.end_table();
        }
        w.html.push_str("</section>\n");
    }
    w.paragraph("note", &text!("portfolio-note"));
    w.html.push_str("</main>\n");
    let made = w.say(&text!("portfolio-made-by", version = &portfolio.version));
    w.push(format_args!("<footer>{made}</footer>\n"));
    let title = portfolio.title().to(lang);
    let body = format!("{SHAPES}{}", w.html);
    let skip = ("portfolio", &text!("work-skip"));
    Frame { lang, class: "report", title: &title, style: STYLE, skip, body: &body }.html()
}
