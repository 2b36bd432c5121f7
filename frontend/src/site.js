// What every page gains where there is JavaScript: theme choice, copying, running samples, progress, contents.
import { chooseTheme } from "./theme-choice.js";
import { addCopyButtons } from "./copy.js";
import { followContents } from "./contents.js";
import { showProgress } from "./progress.js";
import { runSamples } from "./samples.js";
import { cancelLabs } from "./labs.js";
import { answerInline } from "./quiz.js";
import { openSearch } from "./search.js";
import { keepOffline } from "./keep-offline.js";

chooseTheme();
addCopyButtons();
followContents();
showProgress();
runSamples();
cancelLabs();
answerInline();
openSearch();
keepOffline();

const own = document.querySelector("[data-own]");
if (own) import("./own.js").then(({ showOwn }) => showOwn(own));
