"""Who is planted in the recordings. All of them are invented.

An order number (A-77812) and a company (Acme GmbH) are no personal data by default.
"""

WHOLE = (
    "Maria Lindqvist",
    "maria.lindqvist@example.com",
    "+46 70 174 06 05",
    "Kwame Mensah",
    "kwame.mensah@example.org",
    "Zoë Müller-Ångström",
    "Zoë Müller",
    "Königstraße 12",
    "DE89 3704 0044 0532 0130 00",
    "O'Neil",
    "219-09-9999",
    "4111 1111 1111 1111",
    "203.0.113.42",
    "Götgatan 5",
    "李小龍",
)
"""Identifiers that must not reach the recipient, in any writing."""

PARTS = ("Lindqvist", "Mensah", "Ångström", "Jürgen", "Maria", "Kwame")
"""Parts of names: they stand alone in file names, paths and labels of the recordings."""
