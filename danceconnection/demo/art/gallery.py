"""All pictures of the demo by name."""

from . import books, columns, covers, homes, minds, portraits, streets

PICTURES = {
    name: picture
    for module in (columns, portraits, homes, streets, minds, covers, books)
    for name, picture in module.PICTURES.items()
}
