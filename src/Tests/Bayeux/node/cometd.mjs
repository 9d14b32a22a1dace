// cometd.js as an application uses it: node cometd.mjs <url> <user> <transport> <ack>. Prints a line for everything that happens.
import { adapt } from "cometd-nodejs-client";
import { AckExtension, CometD } from "cometd";

const [url, user, transport, ack] = process.argv.slice(2);
adapt();
const client = new CometD();
for (const type of client.getTransportTypes()) if (type !== transport) client.unregisterTransport(type);
if (ack === "ack") client.registerExtension("ack", new AckExtension());

client.configure({
  // A socket's upgrade cannot carry headers in a browser, so the user is in the URL there; over HTTP the message type is appended to the URL.
  url: transport === "websocket" ? `${url}?user=${user}` : url,
  requestHeaders: { Authorization: user },
  backoffIncrement: 20,
  maxBackoff: 200,
  logLevel: "error",
});

client.addListener("/meta/handshake", (reply) => {
  console.log(`handshake ${reply.successful} ${reply.error ?? ""}`);
  if (reply.successful) client.subscribe("/v2/me/*", (message) => numbersOf(message.data).forEach(onNumber), (subscribed) => console.log(`ready ${subscribed.successful}`));
});
client.handshake();

function onNumber(n) {
  console.log(`n ${n}`);
  if (n === 0) client.disconnect((reply) => { console.log(`bye ${reply.successful}`); process.exit(0); });
}

// A test's own notifications are numbered; a chat's have entries with an index, and the last one says "end".
function numbersOf(data) {
  return data.messages?.map((entry) => (entry.text === "end" ? 0 : entry.index)) ?? (data.n === undefined ? [] : [data.n]);
}
