//! Mounts handlers on the table of endpoints, and only on it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use super::edge::Edge;
use super::endpoints::{ENDPOINTS, Method};
use super::guard::{Post, guard};
use super::stack;

/// Where the demo mounts the gateway's double. It is not an endpoint of ours: it has rules of its
/// own and stands in no table.
pub const EMULATOR_PATH: &str = "/emulator/midtrans";

/// What is wrong between the table and the handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteError {
    /// A handler was mounted on a name that the table does not have.
    NoRow(String),
    /// Two handlers were mounted on one row.
    Twice(String),
    /// A row has no handler.
    NoHandler(String),
}

/// Everything that is wrong between the table and the handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteErrors(pub Vec<RouteError>);

impl std::error::Error for RouteErrors {}

impl fmt::Display for RouteErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the endpoints and their handlers do not agree:")?;
        self.0.iter().try_for_each(|error| match error {
            RouteError::NoRow(name) => write!(f, "\n  `{name}` has no row in the table"),
            RouteError::Twice(name) => write!(f, "\n  `{name}` is mounted twice"),
            RouteError::NoHandler(name) => write!(f, "\n  `{name}` has no handler"),
        })
    }
}

/// Collects handlers; [`Routes::finish`] gives the router with every layer on it.
pub struct Routes<S> {
    edge: Arc<Edge>,
    router: Router<S>,
    double: Option<Router>,
    mounted: BTreeSet<String>,
    errors: Vec<RouteError>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// Nothing mounted yet.
    #[must_use]
    pub fn new(edge: Arc<Edge>) -> Self {
        Self {
            edge,
            router: Router::new(),
            double: None,
            mounted: BTreeSet::new(),
            errors: Vec::new(),
        }
    }

    /// Mounts a handler on its row, which is named as `GET /api/invoices`.
    #[must_use]
    pub fn at<H, T>(mut self, name: &str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let Some(row) = ENDPOINTS.iter().find(|row| row.name() == name) else {
            self.errors.push(RouteError::NoRow(name.to_owned()));
            return self;
        };
        if !self.mounted.insert(name.to_owned()) {
            self.errors.push(RouteError::Twice(name.to_owned()));
            return self;
        }
        let filter = match row.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        let post = Post { edge: Arc::clone(&self.edge), row };
        let route: MethodRouter<S> = on(filter, handler).layer(from_fn_with_state(post, guard));
        self.router = self.router.route(row.path, route);
        self
    }

    /// Mounts the gateway's double. Its router carries [`EMULATOR_PATH`] in front of every path.
    #[must_use]
    pub fn emulator(mut self, emulator: Router) -> Self {
        self.double = Some(emulator);
        self
    }

    /// The finished router; an error when table and handlers do not agree.
    pub fn finish(mut self) -> Result<Router<S>, RouteErrors> {
        for row in ENDPOINTS.iter().filter(|row| !self.mounted.contains(&row.name())) {
            self.errors.push(RouteError::NoHandler(row.name()));
        }
        if !self.errors.is_empty() {
            return Err(RouteErrors(self.errors));
        }
        let mut router = self.router;
        if let Some(double) = self.double {
            router = router.merge(double.with_state(()));
        }
        let router = router
            .fallback(stack::not_found)
            .method_not_allowed_fallback(stack::method_not_allowed)
            .layer(CompressionLayer::new().compress_when(stack::is_asset))
            .layer(CatchPanicLayer::custom(stack::panicked))
            .layer(from_fn_with_state(self.edge, stack::outermost));
        Ok(router)
    }
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("mounted", &self.mounted).finish_non_exhaustive()
    }
}
