"""How much of anything a file may hold. All of it is ours: no library's default is trusted."""

MEGABYTE = 1_000_000

TEXT_BYTES = 50 * MEGABYTE
JSON_BYTES = 40 * MEGABYTE
JSON_VALUES = 4_000_000
JSON_CONTAINERS = 1_500_000
ROWS = 200_000
COLUMNS = 200
LINE_CHARACTERS = 262_144
FIELD_CHARACTERS = 131_072

ZIP_MEMBERS = 20_000
ZIP_NAME = 512
# The table of members, which is read as a whole; 200 bytes for each.
ZIP_TABLE = 200 * ZIP_MEMBERS
# What all members read in one go may unfold to, and how many times its packed size one may.
ZIP_UNFOLDED = 2_000 * MEGABYTE
ZIP_RATIO = 150
ZIP_RATIO_FROM = 1 * MEGABYTE
PHOTO_BYTES = 40 * MEGABYTE

NAME_CHARACTERS = 40
TAGS_OF_A_ROW = 60
DETAIL_CHARACTERS = 60
