/** Texts to try it with: three subjects, and one that belongs to none. */
export const exampleTexts = `The cat sleeps on the warm windowsill.
A kitten naps in the sun by the window.
My dog chases every squirrel in the park.
The train to Vienna leaves at half past six.
When does the next train to Vienna leave?
A bus to the airport goes every ten minutes.
Boil the pasta for nine minutes in salted water.
Cook the noodles in salted water until they are soft.
Quarterly revenue grew by four percent.`
