// Reads a calendar from standard input with ical.js, through the file's own time zone, and prints its events as JSON.
// The package is looked for where NODE_MODULES says, else beside this script: npm install ical.js
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const from = process.env.NODE_MODULES ? pathToFileURL(process.env.NODE_MODULES + "/") : import.meta.url;
let ICAL;
try {
  ICAL = (await import(pathToFileURL(createRequire(from).resolve("ical.js")))).default;
} catch {
  process.exit(3);
}
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const told = (time) => (time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString());
const events = calendar.getAllSubcomponents("vevent").map((one) => ({
  uid: one.getFirstPropertyValue("uid"),
  start: told(one.getFirstPropertyValue("dtstart")),
  end: told(one.getFirstPropertyValue("dtend")),
  title: one.getFirstPropertyValue("summary"),
  status: one.getFirstPropertyValue("status"),
}));
process.stdout.write(JSON.stringify(events));
