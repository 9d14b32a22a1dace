// faye's client as an application uses it: node faye.mjs <url> <user> <transport>. Prints a line for everything that happens.
import faye from "faye";

const [url, user, transport] = process.argv.slice(2);
const client = new faye.Client(url, { retry: 0.1, timeout: 30 });
client.setHeader("Authorization", user);
if (transport !== "websocket") client.disable("websocket");

client.addExtension({
  incoming(message, callback) {
    if (message.channel === "/meta/handshake") console.log(`handshake ${message.successful} ${message.error ?? ""}`);
    callback(message);
  },
});
const subscription = client.subscribe("/v2/me/*", (data) => numbersOf(data).forEach(onNumber));
subscription.then(() => console.log("ready true"), (error) => console.log(`ready false ${error.message}`));

function onNumber(n) {
  console.log(`n ${n}`);
  if (n === 0) client.disconnect().then(() => { console.log("bye true"); process.exit(0); });
}

// A test's own notifications are numbered; a chat's have entries with an index, and the last one says "end".
function numbersOf(data) {
  return data.messages?.map((entry) => (entry.text === "end" ? 0 : entry.index)) ?? (data.n === undefined ? [] : [data.n]);
}
