/** Begins the page. */
import "uplot/dist/uPlot.min.css";
import "./dashboard.css";
import { render } from "preact";
import { App } from "./app.tsx";

const root = document.getElementById("root");
if (root) render(<App />, root);
