// A Bot API server that was not written here (telegram-test-api).
//
// In: nothing. Out: one line of JSON with its address, `{"url": ...}`; then, for a POST to `<url>/getUpdates`
// with `{"token": ..., "chatId": ...}`, the messages that the chat has received, and for one to
// `<url>/sendMessage` or `<url>/sendCallback`, what a person says or presses. It accepts every token and
// every chat, knows no errors, listens on this machine only, and stops when its input ends.
"use strict";

const net = require("net");
const path = require("path");

const home = path.join(__dirname, "../../target/real/node/node_modules/telegram-test-api");
const TelegramServer = require(home);

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
