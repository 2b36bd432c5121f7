import{a as r}from"./chunk-5FZECJ7Z.js";var e;function s(){return e??=r("GET","me/progress")}export{s as a};
