/** The documentation of what names, passwords and character sets may be, for every argument that has one. */
export const DATABASE_NAME_DOC =
  "At most 64 characters. Trove reserves `mysql`, `information_schema`, `performance_schema` and `sys`, and Pulumi cannot " +
  "store `__proto__`. With MySQL and MariaDB: at least two of the characters `A-Z a-z 0-9 _ -`, with blanks, `?`, `#` and " +
  '`@` allowed between them. With PostgreSQL: 2 to 63 characters of ASCII, no `"`, `.` or `/`, no blank at ' +
  "either end, and not `postgres`, `template0`, `template1` or `os_admin`; on clouds before Trove 23 the rules of MySQL " +
  "apply too.";

export const CHARACTER_SET_DOC =
  "The character set. With MySQL and MariaDB, one that Trove knows: declare `utf8mb4`. Trove's default is `utf8`, which " +
  "MariaDB since 10.6 reports as `utf8mb3`: Trove before 20 can then list no database of the instance, and later releases " +
  "cannot either with another collation than `utf8_general_ci`; a preview warns where it knows the version. With PostgreSQL, an encoding of the " +
  "server: every release of Trove accepts `utf8`, in this spelling. Another encoding needs a cloud whose image has it; a " +
  "preview warns about it.";

export const COLLATE_DOC =
  "The collation. With MySQL and MariaDB, one of the character set, such as `utf8mb4_unicode_ci`. With PostgreSQL, the " +
  "locale of the cloud's image, usually `en_US.utf8`; Trove before 23 accepts none there.";

export const USER_NAME_DOC =
  "Trove reserves `root` and `os_admin`. With MySQL and MariaDB: at most 16 characters, under the same rules as a password. " +
  "With PostgreSQL: at most 63 bytes, no `\"` or `'`, no blank at either end, and not `postgres`, `replicator`, `public`, " +
  "`none` or `pg_…`; on clouds before Trove 23 the rules of MySQL apply too.";

export const USER_HOST_DOC =
  "The host from which the user may connect: an address, or a pattern of four numbers such as `10.0.0.%`. Only older clouds " +
  "accept a shorter pattern such as `10.%`, and a host name, without `-`, needs an operator who allows it: a preview warns " +
  "about both. With PostgreSQL only `%`.";

export const PASSWORD_DOC =
  "At most 255 characters, with at least one ASCII letter or digit. MySQL and MariaDB accept no `'`, `\"`, `;`, `` ` ``, " +
  "`,`, `/` or `\\`, no unprintable character, no blank at either end, and no colon before a letter, a digit, `_` or `$`, " +
  "unless a letter, a digit, `_` or a colon comes before that colon (`a:b` is accepted, `-:b` and `$:b` are not). " +
  "PostgreSQL accepts no `'`.";

export const POSTGRESQL_GRANTS_DOC =
  "With PostgreSQL only a user whose name consists of `A-Z a-z 0-9 _` can have grants, since Trove neither lists nor " +
  "revokes those of other users.";

export const WILDCARD_GRANTS_DOC =
  "In the name of a database that is granted with MySQL and MariaDB, `_` stands for any character, since Trove does not " +
  "escape it: a grant of `shop_1` reaches `shop-1` too.";

export const LOSS_OF_CONNECT_DOC =
  "When Trove revokes a grant on a PostgreSQL database, or drops a user who has one, it also revokes the right of PUBLIC to " +
  "connect: grant the database to each user that connects to it.";
