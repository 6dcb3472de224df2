//! A picture of a lab: its networks as bars, its nodes as boxes, links with addresses.
//!
//! The picture is plain data first (`Drawing`) and SVG afterwards, so that the tests can
//! measure that nothing lies on anything else. Lines and letters take `currentColor`, so
//! it reads in light and in dark, on paper too. The same lab always gives the same bytes.

mod icon;
mod layout;

use std::fmt::Write;

use crate::i18n::Lang;
use crate::individual::Addresses;
use crate::ink::clean;
use crate::model::Lab;
use crate::statement::escape;
use crate::text;
use icon::Icon;
use layout::{Bar, Drawing, Link, Place};

/// Colours that stand out from white and from black alike (3:1 and more on both), one
/// per network; they repeat what the lines say already.
const COLOURS: [&str; 4] = ["#3b82f6", "#c2640a", "#0d9668", "#b04fd0"];

/// Returns an SVG image of the lab, to stand inside a page or alone.
pub fn svg(lab: &Lab, addresses: &Addresses, lang: Lang) -> String {
    let drawing = Drawing::new(lab, addresses);
    let mut svg = String::new();
    draw(&mut svg, &drawing, lab, lang).expect("writing to a string does not fail");
    svg
}

fn draw(svg: &mut String, drawing: &Drawing, lab: &Lab, lang: Lang) -> std::fmt::Result {
    let (width, height) = (drawing.width, drawing.height);
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"topology-title topology-desc\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"currentColor\">"
    )?;
    let title = text!("topology-title", lab = lab.activity.as_str()).to(lang);
    writeln!(svg, "<title id=\"topology-title\">{}</title>", escape(&title))?;
    writeln!(svg, "<desc id=\"topology-desc\">{}</desc>", escape(&description(drawing, lang)))?;
    for bar in &drawing.bars {
        draw_bar(svg, bar, lang)?;
    }
    for place in &drawing.places {
        for link in &place.links {
            draw_link(svg, link, drawing)?;
        }
        draw_place(svg, place)?;
    }
    writeln!(svg, "</svg>")
}

/// The picture in words, for whoever cannot see it.
fn description(drawing: &Drawing, lang: Lang) -> String {
    let nodes = drawing.places.iter().map(|place| {
        let links: Vec<String> = place
            .links
            .iter()
            .map(|link| {
                let network = &drawing.bars[link.network].name;
                text!("topology-link", network = network, address = &link.address).to(lang)
            })
            .collect();
        if links.is_empty() {
            return text!("topology-alone", node = &place.name).to(lang);
        }
        text!("topology-node", node = &place.name, links = links.join(", ")).to(lang)
    });
    clean(&nodes.collect::<Vec<_>>().join(" "))
}

fn colour(network: usize) -> &'static str {
    COLOURS[network % COLOURS.len()]
}

fn draw_bar(svg: &mut String, bar: &Bar, lang: Lang) -> std::fmt::Result {
    let colour = colour(bar.network);
    let area = bar.area;
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{colour}\"/>",
        area.x, area.y, area.width, area.height
    )?;
    let middle = area.y + area.height / 2;
    let mut line = |y: i32, style: &str, words: &str| {
        writeln!(svg, "<text x=\"{}\" y=\"{y}\" {style}>{}</text>", layout::MARGIN, escape(words))
    };
    line(middle - 2, "font-weight=\"600\"", &bar.name)?;
    line(middle + 13, "font-size=\"11\" opacity=\"0.8\"", &bar.subnet)?;
    if bar.internet {
        line(middle + 27, "font-size=\"11\" opacity=\"0.8\"", &text!("topology-internet").to(lang))?;
    }
    Ok(())
}

fn draw_link(svg: &mut String, link: &Link, drawing: &Drawing) -> std::fmt::Result {
    let colour = colour(link.network);
    let mut path = format!("M{} {}", link.x, link.from);
    let up = link.to < link.from;
    let mut crossed: Vec<&Bar> = drawing.bars.iter().filter(|bar| link.crosses(bar)).collect();
    if up {
        crossed.reverse();
    }
    for bar in crossed {
        // An arch over a bar says that the link does not touch it.
        let middle = bar.area.y + bar.area.height / 2;
        let (before, after, sweep) =
            if up { (middle + 8, middle - 8, 1) } else { (middle - 8, middle + 8, 0) };
        write!(path, " V{before} A8 8 0 0 {sweep} {} {after}", link.x)?;
    }
    write!(path, " V{}", link.to)?;
    writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>")?;
    writeln!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"4\" fill=\"{colour}\"/>", link.x, link.to)?;
    let (x, anchor) = if link.label_before { (link.x - 6, "end") } else { (link.x + 6, "start") };
    writeln!(
        svg,
        "<text x=\"{x}\" y=\"{}\" font-family=\"ui-monospace, monospace\" font-size=\"10.5\" \
         text-anchor=\"{anchor}\">{}</text>",
        link.label_y,
        escape(&link.address)
    )
}

fn draw_place(svg: &mut String, place: &Place) -> std::fmt::Result {
    let area = place.area;
    writeln!(svg, "<g>")?;
    if let Some(role) = &place.role {
        writeln!(svg, "<title>{} – {}</title>", escape(&place.name), escape(role))?;
    }
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"currentColor\" \
         fill-opacity=\"0.05\" stroke=\"currentColor\" stroke-width=\"1.2\"/>",
        area.x, area.y, area.width, area.height
    )?;
    writeln!(
        svg,
        "<g transform=\"translate({} {})\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" \
         stroke-linejoin=\"round\" stroke-linecap=\"round\">{}</g>",
        area.x + 10,
        area.y + 7,
        Icon::of(&place.image, place.hardware.as_deref()).path()
    )?;
    writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" font-size=\"11\" opacity=\"0.8\">{}</text>",
        area.x + 42,
        area.y + 23,
        escape(&place.image)
    )?;
    writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" font-weight=\"600\" font-size=\"{}\">{}</text>",
        area.x + 10,
        area.y + 49,
        // Twenty characters, the most that a name has, fit at 11.
        if place.name.len() > 16 { 11 } else { 13 },
        escape(&place.name)
    )?;
    writeln!(svg, "</g>")
}

#[cfg(test)]
mod tests {
    use super::svg;
    use crate::i18n::Lang;
    use crate::statement::sample;

    #[test]
    fn a_picture_is_deterministic_and_whole() {
        let (lab, addresses) = (sample::lab(), sample::addresses());
        let picture = svg(&lab, &addresses, Lang::Fr);
        assert_eq!(picture, svg(&lab, &addresses, Lang::Fr));
        insta::assert_snapshot!(picture);
        well_nested(&picture);
    }

    #[test]
    fn nothing_from_outside_is_markup() {
        let (mut lab, mut addresses) = (sample::lab(), sample::addresses());
        lab.nodes[0].role = Some("<script>alert(\"é & 'ù'\")</script>".to_owned());
        addresses.nodes.clear();
        let picture = svg(&lab, &addresses, Lang::En);
        assert!(!picture.contains("<script"), "{picture}");
        assert!(picture.contains("&lt;script&gt;alert(&quot;é &amp; &#39;ù&#39;&quot;)"), "{picture}");
    }

    /// Every element that is opened is closed, in order.
    fn well_nested(picture: &str) {
        let tag = regex::Regex::new(r"<(/?)([a-z]+)[^>]*?(/?)>").unwrap();
        let mut open = Vec::new();
        for found in tag.captures_iter(picture) {
            match (&found[1], &found[3]) {
                ("/", _) => assert_eq!(open.pop(), Some(found[2].to_owned())),
                (_, "/") => {}
                _ => open.push(found[2].to_owned()),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}
