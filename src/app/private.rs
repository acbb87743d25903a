//! Fields that may hold a token keep it to themselves.

/// What tells browsers, spelling services, writing assistants and password managers to leave a field alone, as
/// `html!` says attributes: `<input ..PRIVATE />` has them from its first moment on.
pub const PRIVATE: &str = "\
    \x02autocomplete=off\
    \x02autocorrect=off\
    \x02autocapitalize=off\
    \x02spellcheck=false\
    \x02translate=no\
    \x02inputmode=text\
    \x02data-1p-ignore=\
    \x02data-lpignore=true\
    \x02data-bwignore=\
    \x02data-protonpass-ignore=\
    \x02data-form-type=other\
    \x02data-gramm=false\
    \x02data-gramm_editor=false\
    \x02data-enable-grammarly=false\
    \x02data-lt-active=false";
