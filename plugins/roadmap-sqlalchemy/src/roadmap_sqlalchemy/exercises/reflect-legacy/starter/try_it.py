"""What Run executes: it makes legacy.db and explores it. Change it as you like."""

import sqlite3
from pathlib import Path

import explore
from sqlalchemy import create_engine


def main():
    Path("legacy.db").unlink(missing_ok=True)
    raw = sqlite3.connect("legacy.db")
    raw.executescript("""
        CREATE TABLE kunde (nr INTEGER PRIMARY KEY NOT NULL, nachname TEXT NOT NULL, ort TEXT);
        CREATE TABLE auftrag (id INTEGER PRIMARY KEY NOT NULL, kunde_nr INTEGER REFERENCES kunde (nr));
        CREATE TABLE posten (id INTEGER PRIMARY KEY NOT NULL, auftrag_id INTEGER REFERENCES auftrag (id), ware_id INTEGER);
        CREATE TABLE notiz (id INTEGER PRIMARY KEY NOT NULL);
        CREATE VIEW offen AS SELECT * FROM auftrag;
        INSERT INTO kunde VALUES (1, 'Okafor', 'Lagos'), (2, 'Silva', NULL), (3, 'Berg', NULL);
        INSERT INTO auftrag VALUES (10, 1), (11, 1), (12, 3), (13, 77), (14, NULL);
    """)
    raw.close()

    engine = create_engine("sqlite:///legacy.db")
    print("tables:    ", explore.tables(engine))
    print("columns:   ", explore.columns(engine, "kunde"))
    print("path:      ", explore.path(engine, "posten", "kunde"))
    print("no path:   ", explore.path(engine, "posten", "notiz"))
    print("references:", explore.references(engine, "kunde", "auftrag"))
    print("orphans:   ", explore.orphans(engine, "kunde", "auftrag"))


if __name__ == "__main__":
    main()
