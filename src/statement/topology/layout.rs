//! Where everything in the picture lies.
//!
//! Networks are bars below one another. Under each bar is a row of nodes; a node stands in
//! the row of the middle one of its networks, so that its links leave upwards and
//! downwards evenly. A link is vertical. Nodes share a column only where their links do
//! not pass one another, so no two things can lie on each other.

use crate::individual::Addresses;
use crate::model::{Lab, Network, Node};

/// Around the picture.
pub(super) const MARGIN: i32 = 12;
/// What a letter of the name of a network and one of its subnet take, generously.
const NAME_LETTER: i32 = 8;
const SUBNET_LETTER: i32 = 7;
/// Where the bars begin at the earliest.
const NARROWEST_GUTTER: i32 = 120;
const BOX_WIDTH: i32 = 156;
const BOX_HEIGHT: i32 = 60;
const PITCH: i32 = 176;
const BAR_HEIGHT: i32 = 6;
/// Between a bar and a box: the room of an address.
const GAP: i32 = 46;
/// Between two bars with no node between them: the room of their names.
const EMPTY_ROW: i32 = 52;
/// Above the first bar: half of its name.
const HEAD: i32 = 22;
/// How far from the middle of a box its links leave.
const NEAR: i32 = -64;
const FAR: i32 = 58;
const ALONE: i32 = -36;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// A network.
#[derive(Debug)]
pub(super) struct Bar {
    pub network: usize,
    pub name: String,
    pub subnet: String,
    pub internet: bool,
    pub area: Area,
}

/// A node.
#[derive(Debug)]
pub(super) struct Place {
    pub name: String,
    pub image: String,
    pub role: Option<String>,
    pub hardware: Option<String>,
    pub area: Area,
    pub links: Vec<Link>,
}

/// The line from a node to one of its networks.
#[derive(Debug)]
pub(super) struct Link {
    pub network: usize,
    pub address: String,
    pub x: i32,
    /// The edge of the box.
    pub from: i32,
    /// The middle of the bar.
    pub to: i32,
    /// Whether the address stands left of the line.
    pub label_before: bool,
    /// The line that the address stands on.
    pub label_y: i32,
}

impl Link {
    /// Whether the line passes a bar on its way.
    pub(super) fn crosses(&self, bar: &Bar) -> bool {
        let middle = bar.area.y + bar.area.height / 2;
        bar.network != self.network && self.from.min(self.to) < middle && middle < self.from.max(self.to)
    }
}

/// Everything in the picture.
#[derive(Debug)]
pub(super) struct Drawing {
    pub width: i32,
    pub height: i32,
    pub bars: Vec<Bar>,
    pub places: Vec<Place>,
}

/// A node before it has coordinates.
struct Seat<'a> {
    node: &'a Node,
    /// Its networks from top to bottom.
    networks: Vec<usize>,
    row: usize,
    column: usize,
}

impl Seat<'_> {
    /// The first and the last row that the node or one of its links passes through.
    fn span(&self) -> (usize, usize) {
        let top = self.networks.first().map_or(self.row, |first| (*first).min(self.row));
        // The row of a bar is below it: a link downwards ends above the row of its bar.
        let bottom = self.networks.last().map_or(self.row, |last| last.saturating_sub(1).max(self.row));
        (top, bottom)
    }
}

impl Drawing {
    /// Lays out a lab.
    pub(super) fn new(lab: &Lab, addresses: &Addresses) -> Self {
        let seats = seats(lab);
        let columns = seats.iter().map(|seat| seat.column + 1).max().unwrap_or(1);
        let subnets: Vec<String> = lab.networks.iter().map(|network| subnet(network, addresses)).collect();
        let gutter = gutter(lab, &subnets);
        let width = gutter + i32::try_from(columns).unwrap_or(1) * PITCH + MARGIN;
        let mut y = MARGIN + HEAD;
        let mut tops = Vec::new();
        let mut bars = Vec::new();
        for (network, facts) in lab.networks.iter().enumerate() {
            tops.push(y);
            bars.push(Bar {
                network,
                name: facts.name.to_string(),
                subnet: subnets[network].clone(),
                internet: facts.internet,
                area: Area { x: gutter, y, width: width - gutter - MARGIN, height: BAR_HEIGHT },
            });
            y += BAR_HEIGHT + row_height(&seats, network);
        }
        if lab.networks.is_empty() {
            tops.push(y);
        }
        let places: Vec<Place> =
            seats.iter().map(|seat| place(seat, (gutter, &tops), lab, addresses)).collect();
        // No link leaves the last row downwards.
        let lowest = places.iter().map(|place| place.area.y + place.area.height).max().unwrap_or_default();
        let named = bars.last().map_or(0, |bar| bar.area.y + EMPTY_ROW - MARGIN);
        Self { width, height: lowest.max(named) + MARGIN, bars, places }
    }
}

fn subnet(network: &Network, addresses: &Addresses) -> String {
    let subnet = addresses.subnets.get(network.name.as_str());
    subnet.map_or_else(|| format!("/{}", network.prefix), ToString::to_string)
}

/// The room for the names of the networks and what stands below them.
fn gutter(lab: &Lab, subnets: &[String]) -> i32 {
    let long = |letter: i32, words: &str| letter * i32::try_from(words.len()).unwrap_or(i32::MAX / letter);
    let names = lab.networks.iter().map(|network| long(NAME_LETTER, network.name.as_str()));
    let widest = names.chain(subnets.iter().map(|subnet| long(SUBNET_LETTER, subnet))).max();
    (2 * MARGIN + widest.unwrap_or_default()).max(NARROWEST_GUTTER)
}

fn row_height(seats: &[Seat<'_>], row: usize) -> i32 {
    if seats.iter().any(|seat| seat.row == row) { GAP + BOX_HEIGHT + GAP } else { EMPTY_ROW }
}

fn seats(lab: &Lab) -> Vec<Seat<'_>> {
    let mut seats: Vec<Seat<'_>> = Vec::new();
    for node in &lab.nodes {
        let mut networks: Vec<usize> = node
            .networks
            .iter()
            .filter_map(|(name, _)| lab.networks.iter().position(|network| network.name == *name))
            .collect();
        networks.sort_unstable();
        let row = networks.get(networks.len().saturating_sub(1) / 2).copied().unwrap_or(0);
        let mut seat = Seat { node, networks, row, column: 0 };
        let (top, bottom) = seat.span();
        let taken = |column: usize| {
            seats.iter().any(|other| {
                let (first, last) = other.span();
                other.column == column && first <= bottom && top <= last
            })
        };
        seat.column = (0..).find(|column| !taken(*column)).unwrap_or_default();
        seats.push(seat);
    }
    seats
}

fn place(seat: &Seat<'_>, (gutter, tops): (i32, &[i32]), lab: &Lab, addresses: &Addresses) -> Place {
    let column = i32::try_from(seat.column).unwrap_or_default();
    let area = Area {
        x: gutter + column * PITCH + (PITCH - BOX_WIDTH) / 2,
        y: tops[seat.row] + BAR_HEIGHT + GAP,
        width: BOX_WIDTH,
        height: BOX_HEIGHT,
    };
    let node = seat.node;
    let middle = area.x + area.width / 2;
    let (up, down): (Vec<usize>, Vec<usize>) =
        seat.networks.iter().copied().partition(|network| *network <= seat.row);
    let mut links = Vec::new();
    for (side, upwards) in [(&up, true), (&down, false)] {
        for network in side {
            let nearest = if upwards { side.last() } else { side.first() };
            let near = nearest == Some(network);
            let offset = match (side.len(), near) {
                (1, _) => ALONE,
                (_, true) => NEAR,
                (_, false) => FAR,
            };
            let bar = tops[*network];
            links.push(Link {
                network: *network,
                address: address(node, &lab.networks[*network], addresses),
                x: middle + offset,
                from: if upwards { area.y } else { area.y + area.height },
                to: bar + BAR_HEIGHT / 2,
                label_before: side.len() > 1 && !near,
                // Beside the bar, on the side of the box.
                label_y: if upwards { bar + BAR_HEIGHT + 20 } else { bar - 14 },
            });
        }
    }
    links.sort_by_key(|link| link.network);
    Place {
        name: node.name.to_string(),
        image: node.image.to_string(),
        role: node.role.clone(),
        hardware: node.hardware.as_ref().map(|hardware| hardware.role.clone()),
        area,
        links,
    }
}

/// The address of a node on a network; its host number where the bench has none yet.
fn address(node: &Node, network: &Network, addresses: &Addresses) -> String {
    let name = network.name.as_str();
    match addresses.nodes.get(node.name.as_str()).and_then(|places| places.get(name)) {
        Some(address) => address.to_string(),
        None => node
            .networks
            .iter()
            .find(|(other, _)| other.as_str() == name)
            .map_or_else(String::new, |(_, host)| format!(".{host}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Drawing, MARGIN};
    use crate::individual::Addresses;
    use crate::model::{Lab, Network};
    use crate::statement::sample;

    /// What one letter of an address takes, generously.
    const LETTER: i32 = 7;

    /// A lab in which node i stands on the networks of the bits of `masks[i]`.
    fn lab(model: &Lab, networks: usize, masks: &[u32]) -> (Lab, Addresses) {
        let mut lab = model.clone();
        lab.networks = (0..networks)
            .map(|n| Network {
                name: format!("reseau-numero-{n}").parse().unwrap(),
                prefix: 24,
                internet: n == 0,
            })
            .collect();
        let model = lab.nodes[0].clone();
        let mut addresses = Addresses::default();
        lab.nodes.clear();
        for (i, mask) in masks.iter().enumerate() {
            let mut node = model.clone();
            node.name = format!("machine-{i}").parse().unwrap();
            node.networks = (0..networks)
                .filter(|n| mask & (1 << n) != 0)
                .map(|n| (lab.networks[n].name.clone(), 10))
                .collect();
            let places = node
                .networks
                .iter()
                .map(|(name, _)| (name.to_string(), "172.129.112.110".parse().unwrap()))
                .collect();
            addresses.nodes.insert(node.name.to_string(), places);
            lab.nodes.push(node);
        }
        (lab, addresses)
    }

    fn meet(a: Area, b: Area) -> bool {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }

    type Named = Vec<(String, Area)>;

    /// Everything that must not lie on anything else, with what it belongs to.
    fn things(drawing: &Drawing) -> (Named, Named) {
        let mut solid = Vec::new();
        let mut lines = Vec::new();
        for bar in &drawing.bars {
            solid.push((bar.name.clone(), bar.area));
            let words = Area { x: MARGIN, y: bar.area.y - 12, width: bar.area.x - MARGIN, height: 46 };
            solid.push((format!("name of {}", bar.name), words));
        }
        for place in &drawing.places {
            solid.push((place.name.clone(), place.area));
            for link in &place.links {
                let width = LETTER * i32::try_from(link.address.len()).unwrap();
                let x = if link.label_before { link.x - 6 - width } else { link.x + 6 };
                let label = Area { x, y: link.label_y - 10, width, height: 13 };
                solid.push((format!("address of {} on {}", place.name, link.network), label));
                let (top, bottom) = (link.from.min(link.to), link.from.max(link.to));
                let line = Area { x: link.x - 1, y: top, width: 2, height: bottom - top };
                lines.push((format!("link of {} to {}", place.name, link.network), line));
            }
        }
        (solid, lines)
    }

    fn check(model: &Lab, networks: usize, masks: &[u32]) {
        let (lab, addresses) = lab(model, networks, masks);
        let drawing = Drawing::new(&lab, &addresses);
        let (solid, lines) = things(&drawing);
        let inside = Area { x: 0, y: 0, width: drawing.width, height: drawing.height };
        for (i, (name, area)) in solid.iter().enumerate() {
            assert!(
                area.x >= inside.x
                    && area.x + area.width <= inside.width
                    && area.y + area.height <= inside.height,
                "{name} is outside: {masks:?}"
            );
            for (other, occupied) in &solid[i + 1..] {
                assert!(!meet(*area, *occupied), "{name} lies on {other}: {masks:?}");
            }
            for (line, path) in &lines {
                // A link ends on its bar and may pass over others.
                let bar = drawing.bars.iter().any(|bar| bar.name == *name);
                assert!(bar || !meet(*area, *path), "{line} passes {name}: {masks:?}");
            }
        }
        for (i, (name, line)) in lines.iter().enumerate() {
            for (other, path) in &lines[i + 1..] {
                assert!(!meet(*line, *path), "{name} lies on {other}: {masks:?}");
            }
        }
        let links: usize = drawing.places.iter().map(|place| place.links.len()).sum();
        assert_eq!(links, masks.iter().map(|mask| mask.count_ones() as usize).sum::<usize>());
    }

    #[test]
    fn nothing_lies_on_anything_else() {
        let model = sample::lab();
        for networks in 1..=4usize {
            let all = 1u32 << networks;
            for first in 0..all {
                check(&model, networks, &[first]);
                for second in 0..all {
                    check(&model, networks, &[first, second]);
                    for third in 0..all {
                        check(&model, networks, &[first, second, third]);
                    }
                }
            }
            // Eight nodes in 500 mixtures; the multiplier is that of Knuth's MMIX.
            let mut state = 1u64;
            for _ in 0..500 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let masks: Vec<u32> =
                    (0..8).map(|node| u32::try_from(state >> (32 + 4 * node) & 15).unwrap() % all).collect();
                check(&model, networks, &masks);
            }
        }
    }

    #[test]
    fn a_lab_without_networks_or_addresses_is_drawn_too() {
        let (mut lab, _) = lab(&sample::lab(), 1, &[1]);
        let drawing = Drawing::new(&lab, &Addresses::default());
        assert_eq!(drawing.places[0].links[0].address, ".10");
        lab.networks.clear();
        lab.nodes[0].networks.clear();
        let drawing = Drawing::new(&lab, &Addresses::default());
        assert!(drawing.bars.is_empty() && drawing.places[0].links.is_empty());
        assert!(drawing.places[0].area.y + drawing.places[0].area.height <= drawing.height);
    }
}
