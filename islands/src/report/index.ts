/** The form of a report: the place by a tap on the map, and only the rules and the modi that fit the category. */
import { choosePlace } from "./place";
import { fitCategory } from "./category";

fitCategory();
void choosePlace();
