"""Content security policies: what a browser may load on the site's pages and in the admin."""

# Players of the embeds that editors put into articles.
PLAYERS = (
    "https://www.youtube.com",
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
)

SITE_DIRECTIVES = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "frame-src": ["'self'", *PLAYERS],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}

# Wagtail's date fields and choosers start themselves by inline scripts and Draft.js writes inline
# styles; everything else, inline handlers and foreign hosts above all, stays forbidden. A view
# that has neither replaces "script-src-elem" by "'self'".
ADMIN_DIRECTIVES = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "script-src-elem": ["'self'", "'unsafe-inline'"],
    "script-src-attr": ["'none'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "frame-src": ["'self'", *PLAYERS],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}
