// SQL as PostgreSQL and SQLite share it.
import { sql, StandardSQL } from "@codemirror/lang-sql";

export default () => sql({ dialect: StandardSQL });
