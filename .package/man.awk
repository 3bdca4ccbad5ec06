# Makes a man page of a command's help, as the build writes it: a line for each paragraph.
# Variables: name, version, and others, the names of all pages.

function roff(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  gsub(/'/, "\\(aq", text)
  gsub(/`/, "\\(ga", text)
  gsub(/\^/, "\\(ha", text)
  gsub(/~/, "\\(ti", text)
  return text ~ /^\./ ? "\\&" text : text
}

# A section begins, or another form of text: paragraphs, items, or lines that are printed as they are.
function begin(title) {
  form("")
  if (title != section)
    print ".SH " title
  section = title
}

function form(wanted) {
  if (now == "lines" && wanted != "lines")
    print ".fi\n.RE"
  if (now != "lines" && wanted == "lines")
    print ".RS 2\n.nf"
  now = wanted
}

function item(text) {
  match(text, /^ *[^ ]+( [^ ]+)*/)
  print ".TP\n\\fB" roff(trimmed(substr(text, 1, RLENGTH))) "\\fR"
  text = trimmed(substr(text, RLENGTH + 1))
  if (text != "")
    print roff(text)
}

function trimmed(text) {
  sub(/^ +/, "", text)
  return text
}

NR == 1 {
  sub(/^Usage: /, "")
  usage = roff($0)
  next
}

# A command may be used in several ways.
summary == "" && /^ / {
  usage = usage "\n.br\n" roff(trimmed($0))
  next
}

/^$/ {
  form("")
  if (section == "EXIT STATUS")
    section = ""
  next
}

summary == "" {
  summary = $0
  sub(/\.$/, "", summary)
  print ".TH " toupper(name) " 1 \"\" \"procfs " version "\" \"User Commands\""
  print ".nh\n.ad l"
  print ".SH NAME\n" name " \\- " roff(tolower(substr(summary, 1, 1)) substr(summary, 2))
  print ".SH SYNOPSIS\n" usage
  begin("DESCRIPTION")
}

/^Commands:$/ { begin("COMMANDS"); next }
/^Exit codes:$/ { begin("EXIT STATUS"); next }
/^Examples:$/ { begin("EXAMPLES"); next }

/^ / && (section == "DESCRIPTION" || section == "OPTIONS") { begin("OPTIONS") }

/^ {20}/ { print roff(trimmed($0)); next }
/^ / && (section == "OPTIONS" || section == "COMMANDS" || section == "EXIT STATUS") { item($0); next }
/^ / { form("lines"); print roff(substr($0, 3)); next }

{
  if (section == "")
    begin("NOTES")
  form("")
  print ".PP\n" roff($0)
}

END {
  begin("SEE ALSO")
  count = split(others, page, " ")
  for (i = 1; i <= count; i++)
    if (page[i] != name)
      print ".BR " roff(page[i]) " (1),"
  print ".BR proc (5)"
}
