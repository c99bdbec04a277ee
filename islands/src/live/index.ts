/** On every page: news as they come, light and dark by hand, the menu. */
import "./menu";
import "./scroll";
import "./theme";
import { news } from "./news";

if (document.body.dataset.signedIn !== undefined) news();
