//! Drawings of 24 by 24 for the machines, by what they are.

/// What a machine is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Server,
    Database,
    Storage,
    Web,
    Desk,
    Router,
    Switch,
    Wall,
    Board,
}

/// Parts of the names of images and of roles of hardware, in French and in English; the
/// first that fits decides.
const KNOWN: [(&str, Icon); 23] = [
    ("raspberry", Icon::Board),
    ("switch", Icon::Switch),
    ("commutateur", Icon::Switch),
    ("pare-feu", Icon::Wall),
    ("parefeu", Icon::Wall),
    ("firewall", Icon::Wall),
    ("routeur", Icon::Router),
    ("router", Icon::Router),
    ("reseau", Icon::Router),
    ("bdd", Icon::Database),
    ("sql", Icon::Database),
    ("base-donnees", Icon::Database),
    ("stockage", Icon::Storage),
    ("storage", Icon::Storage),
    ("nas", Icon::Storage),
    ("fichiers", Icon::Storage),
    ("web", Icon::Web),
    ("http", Icon::Web),
    ("poste", Icon::Desk),
    ("client", Icon::Desk),
    ("bureau", Icon::Desk),
    ("desktop", Icon::Desk),
    ("server", Icon::Server),
];

impl Icon {
    /// The drawing for an image and, where a device may stand in for it, its role.
    pub(super) fn of(image: &str, hardware: Option<&str>) -> Self {
        // `server` says least, so the image is asked first.
        let known = |name: &str| KNOWN.iter().find(|(part, _)| name.contains(part)).map(|(_, icon)| *icon);
        known(image).or_else(|| hardware.and_then(known)).unwrap_or(Self::Server)
    }

    /// Its lines.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Server => {
                "<rect x=\"3\" y=\"3\" width=\"18\" height=\"8\" rx=\"1.5\"/><rect x=\"3\" y=\"13\" \
                 width=\"18\" height=\"8\" rx=\"1.5\"/><path d=\"M7 7h.01M7 17h.01M12 7h5M12 17h5\"/>"
            }
            Self::Database => {
                "<ellipse cx=\"12\" cy=\"5\" rx=\"8\" ry=\"3\"/><path d=\"M4 5v14c0 1.7 3.6 3 8 3s8-1.3 \
                 8-3V5M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3\"/>"
            }
            Self::Storage => {
                "<path d=\"M5.5 4h13L22 14v5a1.5 1.5 0 0 1-1.5 1.5h-17A1.5 1.5 0 0 1 2 19v-5zM2 14h20M6 \
                 17.3h.01M10 17.3h.01\"/>"
            }
            Self::Web => {
                "<circle cx=\"12\" cy=\"12\" r=\"9.5\"/><path d=\"M2.5 12h19M12 2.5c3 3 4 6 4 9.5s-1 \
                 6.5-4 9.5c-3-3-4-6-4-9.5s1-6.5 4-9.5z\"/>"
            }
            Self::Desk => {
                "<rect x=\"2\" y=\"3.5\" width=\"20\" height=\"13\" rx=\"1.5\"/><path d=\"M8 20.5h8M12 \
                 16.5v4\"/>"
            }
            Self::Router => {
                "<circle cx=\"12\" cy=\"12\" r=\"9.5\"/><path d=\"M12 10V4.5m-2 2 2-2 2 2M12 14v5.5m-2-2 \
                 2 2 2-2M4.5 12H10m-2-2 2 2-2 2M19.5 12H14m2-2-2 2 2 2\"/>"
            }
            Self::Switch => {
                "<rect x=\"2\" y=\"6\" width=\"20\" height=\"12\" rx=\"1.5\"/><path d=\"M6 10.5h9m-2.5-2 \
                 2.5 2-2.5 2M18 14.5H9m2.5-2-2.5 2 2.5 2\"/>"
            }
            Self::Wall => {
                "<rect x=\"2.5\" y=\"4\" width=\"19\" height=\"16\" rx=\"1\"/><path d=\"M2.5 9.3h19M2.5 \
                 14.6h19M9 4v5.3M16 4v5.3M6 9.3v5.3M12.5 9.3v5.3M18.5 9.3v5.3M9 14.6V20M16 14.6V20\"/>"
            }
            Self::Board => {
                "<rect x=\"3\" y=\"5\" width=\"18\" height=\"14\" rx=\"1.5\"/><rect x=\"9\" y=\"9\" \
                 width=\"6\" height=\"6\"/><path d=\"M6 5V3M10 5V3M14 5V3M18 5V3M6 21v-2M18 21v-2\"/>"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Icon;

    #[test]
    fn the_image_decides_before_the_hardware() {
        assert_eq!(Icon::of("stockage", Some("server")), Icon::Storage);
        assert_eq!(Icon::of("dev-base", Some("raspberry-pi")), Icon::Board);
        assert_eq!(Icon::of("base", Some("switch")), Icon::Switch);
        assert_eq!(Icon::of("base", None), Icon::Server);
    }
}
