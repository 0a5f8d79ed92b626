
// Formgrader listens to the keyboard once MathJax is there. It would come from afar, and formulas are
// rare: they stay as they were typed.
window.MathJax = { Hub: { Startup: { signal: { Interest: (tell) => tell("End") } } } };

// What nbgrader's templates say in attributes, which the page's policy refuses.
$(document)
  .on("click", ".live-notebook .glyphicon.name-hidden", () => toggle_name(true))
  .on("click", ".live-notebook .glyphicon.name-shown", () => toggle_name(false))
  .on("click", "#toggle_names", () => toggleAllNames())
  .on("click", "tfoot a[href='#']", () => {
    if (window.createStudentModal) createStudentModal();
    else createAssignmentModal();
  });
