"""How formats are written: the short names of CKAN's register, and the words that mean them."""

_KNOWN = {
    "Atom Feed": "application/atom+xml",
    "BIN": "application/octet-stream",
    "BMP": "image/x-ms-bmp",
    "CSV": "text/csv|text/comma-separated-values|comma separated values file",
    "DOC": "application/msword|word document",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    "|word ooxml document",
    "Esri REST": "arcgis_rest|esri rest api endpoint",
    "GIF": "image/gif|gif image file",
    "GTFS": "general transit feed specification",
    "GZ": "application/gzip|application/x-gzip|gzip file",
    "GeoJSON": "application/geo+json|geographic javascript object notation",
    "HTML": "text/html|htm|http://purl.org/net/mediatypes/text/html|web page",
    "ICS": "text/calendar|ifb|ical|icalendar",
    "JPEG": "image/jpeg|jpg|jpg image file",
    "JS": "application/x-javascript|javascript",
    "JSON": "application/json|javascript object notation",
    "KML": "application/vnd.google-earth.kml+xml|kml file",
    "KMZ": "application/vnd.google-earth.kmz+xml|application/vnd.google-earth.kmz|kmz file",
    "MDB": "application/x-msaccess|access database",
    "MP3": "audio/mpeg|audio/mpeg3|audio/x-mpeg-3|video/mpeg|video/x-mpeg|mpeg-1 audio layer-3",
    "MP4": "video/mp4|application/mp4|mpeg video file",
    "N3": "application/x-n3|n3 triples",
    "NetCDF": "application/netcdf|netcdf file",
    "ODP": "application/vnd.oasis.opendocument.presentation|opendocument presentation",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet|opendocument spreadsheet",
    "ODT": "application/vnd.oasis.opendocument.text|opendocument text",
    "OGG": "audio/ogg|ogg vorbis audio file",
    "OWL": "application/owl+xml|web ontology language",
    "PDF": "application/pdf|pdf file",
    "PNG": "image/png|png image file",
    "PPT": "application/vnd.ms-powerpoint|powerpoint presentation",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    "|powerpoint ooxml presentation",
    "QGIS": "application/x-qgis|qgis file",
    "RAR": "application/rar|rar compressed file",
    "RDF": "application/rdf+xml|rdf/xml",
    "RSS": "application/rss+xml|rss feed",
    "SHP": "shapefile|esri shapefile",
    "SPARQL": "application/sparql-results+xml|sparql end-point",
    "SVG": "image/svg+xml|svg vector image",
    "TAR": "application/x-tar|tar compressed file",
    "TIFF": "image/tiff|tiff image file",
    "TSV": "text/tab-separated-values|text/tsv|tab separated values file",
    "TXT": "text/plain|text file",
    "WAV": "audio/x-wav|audio/wav|wave file",
    "WFS": "web feature service",
    "WMS": "web mapping service",
    "WMTS": "web map tile service",
    "WebM": "video/webm|webm video",
    "XLS": "application/vnd.ms-excel|excel|application/msexcel|application/x-msexcel"
    "|application/x-ms-excel|application/x-excel|application/x-dos_ms_excel|application/xls"
    "|application/x-xls|excel document",
    "XLSB": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "XLSM": "application/vnd.ms-excel.sheet.macroenabled.12",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    "|excel ooxml spreadsheet",
    "XML": "application/xml|text/xml|http://purl.org/net/mediatypes/application/xml|xml file",
    "ZIP": "application/zip|http://purl.org/net/mediatypes/application/zip|zip file",
    "dBase": "application/x-dbf|dbf|dbase database",
}

_SHORT = {
    word: short for short, words in _KNOWN.items() for word in [short.lower(), *words.split("|")]
}


def unified_format(written: str) -> str:
    """Return the register's name of a format, or what was written when it knows none."""
    return _SHORT.get(written.lower(), written)


_MIMETYPES = {
    "bin": "application/octet-stream",
    "css": "text/css",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "exe": "application/x-msdos-program",
    "geojson": "application/geo+json",
    "7z": "application/x-7z-compressed",
    "gif": "image/gif",
    "gpkg": "application/geopackage+sqlite3",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "kml": "application/vnd.google-earth.kml+xml",
    "kmz": "application/vnd.google-earth.kmz",
    "log": "text/plain",
    "md": "text/markdown",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ogg": "audio/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "py": "text/x-python",
    "rar": "application/vnd.rar",
    "rdf": "application/rdf+xml",
    "rtf": "application/rtf",
    "shp": "application/x-qgis",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "txt": "text/plain",
    "wav": "audio/x-wav",
    "webm": "video/webm",
    "xls": "application/vnd.ms-excel",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "yaml": "text/yaml",
    "zip": "application/zip",
}
"""Ending of a name → type. Written here, for what Python guesses varies from system to system."""

_PACKED = ("gz", "bz2", "xz", "br", "Z")


def mimetype_of(name: str) -> str | None:
    """Guess the type of what stands at an address, or in a file, from the end of its name."""
    words = name.rsplit("/", 1)[-1].lstrip(".").split(".")
    if len(words) > 2 and words[-1] in _PACKED:
        words.pop()
    return _MIMETYPES.get(words[-1].lower()) if len(words) > 1 and words[-1] else None
