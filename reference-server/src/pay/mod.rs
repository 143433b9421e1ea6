//! Page handlers.

use crate::app::App;
use crate::http::Routes;

/// Mounts the handlers of this room.
#[must_use]
pub fn mount(routes: Routes<App>) -> Routes<App> {
    routes
}
