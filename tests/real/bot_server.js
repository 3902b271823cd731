// A Bot API server that was not written here (telegram-test-api).
//
// In: how many messages a second it takes over all chats, as Telegram's own takes thirty; without a number, as many as come. Out:
// one line of JSON with its address, `{"url": ...}`; then, for a POST to `<url>/getUpdates`
// with `{"token": ..., "chatId": ...}`, the messages that the chat has received, and for one to
// `<url>/sendMessage` or `<url>/sendCallback`, what a person says or presses. Pinning is added here, for it has none: a
// POST to `<url>/pinned` with `{"chatId": ...}` answers with the pinned messages as they read now, oldest pin first, and
// with every message as it was when it was sent. It accepts every token and every chat, knows no errors, listens on this
// machine only, and stops when its input ends.
"use strict";

const net = require("net");
const path = require("path");

const home = path.join(__dirname, "../../target/real/node/node_modules/telegram-test-api");
const TelegramServer = require(home);
const { routes } = require(path.join(home, "lib/routes/index"));

const limit = Number(process.argv[2] || 0);
const latest = [];
const pins = [];
const sends = [];
routes.unshift((app, server) => {
  app.post("/bot:token/sendMessage", (request, answer, next) => {
    const now = Date.now();
    while (latest.length > 0 && latest[0] <= now - 1000) latest.shift();
    if (limit > 0 && latest.length >= limit) {
      const again = { retry_after: 1 };
      answer.status(429).json({ ok: false, error_code: 429, description: "Too Many Requests: retry after 1", parameters: again });
      return;
    }
    latest.push(now);
    sends.push({ chat: String(request.body.chat_id), text: request.body.text });
    next();
  });
  app.post("/bot:token/pinChatMessage", (request, answer) => {
    pins.push({ chat: String(request.body.chat_id), message: String(request.body.message_id) });
    answer.json({ ok: true, result: true });
  });
  app.post("/pinned", (request, answer) => {
    const theirs = pins.filter((pin) => pin.chat === String(request.body.chatId));
    const sent = (pin) => server.storage.botMessages.find((one) => String(one.messageId) === pin.message);
    const texts = theirs.map((pin) => (sent(pin) || { message: {} }).message.text);
    const first = sends.filter((one) => one.chat === String(request.body.chatId)).map((one) => one.text);
    answer.json({ ok: true, result: { pinned: texts, sent: first } });
  });
});

// The server wants to be told its port, so a free one is found first.
const probe = net.createServer().listen(0, "127.0.0.1", () => {
  const { port } = probe.address();
  probe.close(async () => {
    const server = new TelegramServer({ port, host: "127.0.0.1", storeTimeout: 3600 });
    await server.start();
    console.log(JSON.stringify({ url: server.config.apiURL }));
    process.stdin.resume();
    process.stdin.on("end", () => process.exit(0));
  });
});
