//! Random questions in plain numbers: the library's scenario and the oracle are both made from them.

use breakeven::answer::report;
use breakeven::api::{Api, Billing, LongContext, Prices, Scheduled, Terms};
use breakeven::assumptions::{
    Assumptions, HostTenure, OneStreamPower, Outlook, RentMode, RentPrice, Routing, Scale, Setup,
    Sleep,
};
use breakeven::calc::verdict::evaluation::with_costs;
use breakeven::date::Date;
use breakeven::deployments::Deployments;
use breakeven::engine::Spread;
use breakeven::feature::Features;
use breakeven::hardware::{Hardware, Sale};
use breakeven::lever::Spreads;
use breakeven::load::Load;
use breakeven::model::{Heads, Model};
use breakeven::place::{Place, Places, Rack};
use breakeven::range::Range;
use breakeven::report::{OptionReport, Report};
use breakeven::requirement::Requirements;
use breakeven::scenario::{Pins, Sampling, Scenario, Shown};
use breakeven::source::Source;
use breakeven::stale::{Seller, StaleAfter};
use breakeven::throughput::{DecodePoint, Deployment, Measured};
use breakeven::tier::Tier;
use breakeven::units::{
    Gigabytes, GigabytesPerSecond, HoursPerMonth, Months, TokensPerDay, TokensPerSecond, Usd,
    UsdPerHour, UsdPerKwh, UsdPerMonth, UsdPerMtok, Watts,
};
use breakeven::workload::{CacheWrites, Request, Workload};

/// Low, typical, high.
pub type Span = [f64; 3];

/// USD per million tokens.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    pub input: Span,
    pub cached: Option<Span>,
    pub output: Span,
}

/// What a bill has beside its price list, all of it 0 where there is none but the factors.
#[derive(Clone, Copy, Debug)]
pub struct Extras {
    /// Tokens that cost nothing, each day.
    pub free_tokens: f64,
    /// US dollars a month that are not paid, and what is paid at least.
    pub free_usd: f64,
    pub minimum_usd: f64,
    /// Shares that come on top.
    pub fee: f64,
    pub tax: f64,
    /// US dollars for a thousand requests, and for a thousand calls.
    pub request_usd: f64,
    pub call_usd: f64,
    pub calls: f64,
    /// Output that is made for each token that is seen.
    pub api_output_factor: f64,
    pub model_output_factor: f64,
}

/// What machines do in each hour of a week when a share of what is asked for can wait for another hour
/// of its day: every day is filled to the lowest level, found by halving.
pub fn filled(asked: &[f64], waits: f64) -> Vec<f64> {
    let mut done = Vec::new();
    for day in asked.chunks(24) {
        let poured = |level: f64| {
            let room = day.iter().map(|hour| (level - hour * (1.0 - waits)).max(0.0));
            room.sum::<f64>()
        };
        let work = day.iter().sum::<f64>() * waits;
        let (mut low, mut high) = (0.0, day.iter().copied().fold(0.0, f64::max));
        for _ in 0..200 {
            let level = (low + high) / 2.0;
            if poured(level) < work { low = level } else { high = level }
        }
        done.extend(day.iter().map(|hour| (hour * (1.0 - waits)).max(low)));
    }
    done
}

impl Extras {
    /// Nothing beside the price list.
    pub const NONE: Self = Self {
        free_tokens: 0.0,
        free_usd: 0.0,
        minimum_usd: 0.0,
        fee: 0.0,
        tax: 0.0,
        request_usd: 0.0,
        call_usd: 0.0,
        calls: 0.0,
        api_output_factor: 1.0,
        model_output_factor: 1.0,
    };
}

/// What a rack costs; watts of load above which a fleet stands in one.
#[derive(Clone, Copy, Debug)]
pub struct RackCase {
    pub above: f64,
    /// Price of electricity there over that at home.
    pub electricity: f64,
    pub pue: f64,
    pub hosting_per_kw: f64,
    pub hours_per_kw: f64,
}

/// One question: one workload, one API, one machine. Units are in the names, or those of the field
/// of the same name in the library.
#[derive(Clone, Debug)]
pub struct Case {
    pub fresh_per_day: f64,
    pub cached_per_day: f64,
    pub output_per_day: f64,
    pub prompt_tokens: f64,
    pub reply_tokens: f64,
    pub hours: [f64; 24],
    pub weekend: f64,
    pub growth: f64,
    pub batch_share: f64,
    /// Standard deviation of the logarithm of prompt lengths.
    pub prompt_spread: f64,
    pub electricity: f64,
    pub pue: f64,
    pub horizon: u32,
    pub headroom: f64,
    pub ops_hours: f64,
    pub ops_rate: f64,
    pub rent_overhead: f64,
    pub resale_for_all: Option<f64>,
    pub trend: f64,
    pub floor: f64,
    pub rent_trend: f64,
    pub hardware_trend: f64,
    pub setup: f64,
    pub setup_hours: f64,
    pub migration: f64,
    pub discount: f64,
    pub machines: Option<u32>,
    pub owned: bool,
    pub price: Price,
    pub batch_discount: Option<f64>,
    pub api_tokens_factor: f64,
    pub extras: Extras,
    /// Longest prompt at the ordinary price, and the price beyond.
    pub cliff: Option<(f64, Price)>,
    /// Days from today, and the price from then on.
    pub changes: Vec<(i64, Price)>,
    pub machine_usd: Span,
    pub host_usd: f64,
    pub idle_watts: Span,
    pub load_watts: Span,
    pub sleep_watts: Option<f64>,
    pub life_months: f64,
    pub resale: Option<Span>,
    pub rent_per_hour: Option<Span>,
    pub hosting: Option<f64>,
    pub maintenance: Option<f64>,
    /// What a rack costs, and whether the machines were said to stand in one, or at home.
    pub rack: Option<RackCase>,
    pub in_a_rack: Option<bool>,
    pub model_tokens_factor: f64,
    pub prefill: f64,
    /// Output tokens per second of so many streams together; fewer make in proportion less.
    pub decode: f64,
    pub streams: u32,
    /// Share of the memory left by the weights that so many streams fill.
    pub kv_share: f64,
    /// Sessions between two requests for each one in progress.
    pub idle_sessions: f64,
}

impl Case {
    /// Whether what is paid once stands in the profiles, and not in flags.
    fn says_in_profiles(&self) -> bool {
        self.horizon.is_multiple_of(2)
    }

    /// All tokens of a day.
    pub fn tokens_per_day(&self) -> f64 {
        self.fresh_per_day + self.cached_per_day + self.output_per_day
    }

    /// The same question about another volume.
    pub fn times(&self, factor: f64) -> Self {
        Self {
            fresh_per_day: self.fresh_per_day * factor,
            cached_per_day: self.cached_per_day * factor,
            output_per_day: self.output_per_day * factor,
            ..self.clone()
        }
    }

    /// The same question with every API price times a factor.
    pub fn with_api_prices_times(&self, factor: f64) -> Self {
        let times = |price: Price| Price {
            input: price.input.map(|p| p * factor),
            cached: price.cached.map(|span| span.map(|p| p * factor)),
            output: price.output.map(|p| p * factor),
        };
        let mut case = self.clone();
        case.price = times(self.price);
        case.cliff = self.cliff.map(|(above, price)| (above, times(price)));
        case.changes.iter_mut().for_each(|change| change.1 = times(change.1));
        case
    }

    /// The program's answer, but for what would flip it: no test of costs waits for that.
    pub fn answer(&self) -> Report {
        let world = World::of(self);
        with_costs(&world.scenario(self), report)
    }
}

/// The option of a kind; `None` when there is none.
pub fn option<'r>(report: &'r Report, kind: &str) -> Option<&'r OptionReport> {
    report.options.iter().find(|option| option.kind == kind)
}

/// The profiles of a case, for a scenario to point at.
pub struct World {
    api: Api,
    hardware: Hardware,
    model: Model,
    measured: Measured,
}

fn today() -> Date {
    Date::new(2026, 11, 22).unwrap()
}

fn source(kind: &'static str) -> Source {
    Source {
        kind,
        profile: "x".into(),
        file: "test".into(),
        line: 1,
        as_of: today(),
        source: "test".into(),
        basis: None,
    }
}

fn range<T: Copy>(span: Span, unit: impl Fn(f64) -> T) -> Range<T> {
    Range { low: unit(span[0]), typical: unit(span[1]), high: unit(span[2]) }
}

fn prices(price: Price) -> Prices {
    Prices {
        input: range(price.input, UsdPerMtok::new),
        cached: price.cached.map(|span| range(span, UsdPerMtok::new)),
        output: range(price.output, UsdPerMtok::new),
    }
}

impl World {
    /// The profiles of a case.
    pub fn of(case: &Case) -> Self {
        Self {
            api: api(case),
            hardware: hardware(case),
            model: model(case),
            measured: measured(case),
        }
    }

    /// The question.
    pub fn scenario(&self, case: &Case) -> Scenario<'_> {
        let workload = workload(case);
        Scenario {
            today: today(),
            requirements: Requirements::default(),
            beliefs: Vec::new(),
            spreads: Spreads::default(),
            sampling: Sampling::NONE,
            workload,
            assumptions: assumptions(case),
            apis: vec![&self.api],
            others: Vec::new(),
            deployments: Deployments::from(vec![Deployment {
                hardware: &self.hardware,
                model: &self.model,
                quantization: "fp8".into(),
                weights: Gigabytes::new(1.0),
                engine: "bench".into(),
                features: Features::default(),
                measured: Some(&self.measured),
                constants: None,
                calibration: None,
                smaller: None,
            }]),
            tried: Vec::new(),
            machines: case.machines,
            owned: case.owned,
            spare_machines: 0,
            baseline: Some(&self.api),
            spend: None,
            open_weights: None,
            per_user: None,
            allow_training: false,
            users: 1.0,
            // Named, the machines are shown however dear they are.
            pins: Pins { hardware: vec![self.hardware.id.clone()], ..Pins::default() },
            shown: Shown::Best,
            explain: false,
            flips: usize::MAX,
            stale_after: StaleAfter::all(90),
        }
    }
}

fn workload(case: &Case) -> Workload {
    Workload {
        name: "test".into(),
        fresh: TokensPerDay::new(case.fresh_per_day),
        cached: TokensPerDay::new(case.cached_per_day),
        output: TokensPerDay::new(case.output_per_day),
        cache_writes: CacheWrites::USUAL,
        hour_writes: 0.0,
        request: Request { prompt_tokens: case.prompt_tokens, output_tokens: case.reply_tokens },
        load: Load::new("test".into(), &case.hours, case.weekend)
            .unwrap()
            .with_batch(case.batch_share),
        growth_per_year: case.growth,
        prompt_spread: case.prompt_spread,
        counts_hidden: false,
        calls_per_request: case.extras.calls,
        service_tier: None,
        idle_sessions: case.idle_sessions,
    }
}

fn setup(case: &Case) -> Setup {
    Setup { usd: Usd::new(case.setup), hours: case.setup_hours }
}

fn assumptions(case: &Case) -> Assumptions {
    Assumptions {
        electricity: UsdPerKwh::new(case.electricity),
        pue: case.pue,
        places: places(case),
        horizon_months: case.horizon,
        headroom: case.headroom,
        ops_hours: HoursPerMonth::new(case.ops_hours),
        ops_rate: UsdPerHour::new(case.ops_rate),
        rent_price: RentPrice::OnDemand,
        rent_mode: RentMode::Always,
        rent_overhead: case.rent_overhead,
        routing: Routing::Classifier,
        router_usd_per_1k: 0.0,
        resale_fraction: case.resale_for_all,
        api_price_trend: case.trend,
        api_price_floor: case.floor,
        rent_trend: case.rent_trend,
        hardware_trend: case.hardware_trend,
        setup: (!case.says_in_profiles()).then(|| setup(case)),
        migration: (!case.says_in_profiles()).then(|| Usd::new(case.migration)),
        discount: case.discount,
        min_speed: TokensPerSecond::ZERO,
        outlook: Outlook::default(),
        host: HostTenure::Bought,
        sleep: None,
        one_stream_power: OneStreamPower { data_center: 0.5, other: 0.87 },
        scale: Scale::default(),
    }
}

fn places(case: &Case) -> Places {
    let rack = |rack: RackCase| Rack {
        above: Watts::new(rack.above),
        electricity_ratio: rack.electricity,
        pue: rack.pue,
        hosting_per_kw: UsdPerMonth::new(rack.hosting_per_kw),
        ops_hours_per_kw: HoursPerMonth::new(rack.hours_per_kw),
    };
    let place = |rack| if rack { Place::Rack } else { Place::Home };
    Places { stated: case.in_a_rack.map(place), rack: case.rack.map(rack) }
}

fn api(case: &Case) -> Api {
    let date = |days| Date::from_days_since_1970(today().days_since_1970() + days).unwrap();
    let cliff = |(above, price)| LongContext { above_prompt_tokens: above, prices: prices(price) };
    let change =
        |&(days, price): &(i64, Price)| Scheduled { from: date(days), prices: prices(price) };
    Api {
        id: "api".into(),
        provider: "somebody".into(),
        model: "m".into(),
        tier: Tier::Mid,
        index: None,
        serves: None,
        modalities: None,
        context_tokens: Some(1e9),
        max_output_tokens: None,
        prices: prices(case.price),
        batch_discount: case.batch_discount,
        long_context: case.cliff.map(cliff).into_iter().collect(),
        scheduled: case.changes.iter().map(change).collect(),
        seller: Seller::default(),
        billing: Billing {
            migration: Usd::new(if case.says_in_profiles() { case.migration } else { 0.0 }),
            ..billing(&case.extras)
        },
        terms: Terms::default(),
        plan: None,
        tokens_factor: case.api_tokens_factor,
        time_to_first_token_seconds: None,
        decode_tokens_per_second: None,
        source: source("api"),
    }
    .checked()
    .unwrap()
}

fn billing(extras: &Extras) -> Billing {
    Billing {
        output_factor: Some(extras.api_output_factor),
        per_1k_requests: Usd::new(extras.request_usd),
        per_1k_calls: Some(Usd::new(extras.call_usd)),
        free_tokens: TokensPerDay::new(extras.free_tokens),
        free: UsdPerMonth::new(extras.free_usd),
        minimum: UsdPerMonth::new(extras.minimum_usd),
        fee: extras.fee,
        tax: extras.tax,
        ..Billing::default()
    }
}

fn hardware(case: &Case) -> Hardware {
    Hardware {
        id: "machine".into(),
        name: "machine".into(),
        family: "cpu".into(),
        gpus: 1,
        interconnect: None,
        memory: Gigabytes::new(100.0),
        bandwidth: GigabytesPerSecond::new(1e9),
        fp16_tflops: None,
        fp8_tflops: None,
        fp4_tflops: None,
        pcie: None,
        main_memory: None,
        price: Some(range(case.machine_usd, Usd::new)),
        sale: Sale::default(),
        host: Usd::new(case.host_usd),
        idle: range(case.idle_watts, Watts::new),
        load: range(case.load_watts, Watts::new),
        sleep: case.sleep_watts.map(|watts| Sleep { watts: Watts::new(watts), after_seconds: 0.0 }),
        host_idle: None,
        one_stream_power: None,
        decode_power: None,
        life: Months::new(case.life_months),
        resale_fraction: case.resale.map(|span| range(span, |x| x)),
        rent_as_of: None,
        rent: case.rent_per_hour.map(|span| range(span, UsdPerHour::new)),
        rent_spot: None,
        rent_reserved: None,
        setup: if case.says_in_profiles() { setup(case) } else { Setup::default() },
        offer: None,
        offers: Vec::new(),
        place: None,
        hosting: case.hosting.map(UsdPerMonth::new),
        maintenance: case.maintenance.map(UsdPerMonth::new),
        source: source("hardware"),
    }
    .checked()
    .unwrap()
}

/// Of 100 GB the weights take one.
pub const KV_MEMORY_GB: f64 = 99.0;

fn kv_bytes(case: &Case) -> f64 {
    let tokens = case.prompt_tokens + case.reply_tokens * case.extras.model_output_factor;
    let held = tokens * case.model_tokens_factor * f64::from(case.streams);
    KV_MEMORY_GB * 1e9 * case.kv_share / held
}

fn model(case: &Case) -> Model {
    Model {
        id: "model".into(),
        name: "model".into(),
        tier: Tier::Mid,
        index: None,
        parameters_billion: 1.0,
        active_parameters_billion: 1.0,
        layers: 10.0,
        experts: None,
        kv_bytes_per_token: kv_bytes(case),
        heads: Heads::UNKNOWN,
        state: Gigabytes::ZERO,
        context_tokens: 1e9,
        modalities: None,
        weights: vec![("fp8".into(), Gigabytes::new(1.0))],
        tokens_factor: case.model_tokens_factor,
        output_factor: Some(case.extras.model_output_factor),
        source: source("model"),
    }
    .checked()
    .unwrap()
}

fn measured(case: &Case) -> Measured {
    Measured {
        hardware: "machine".into(),
        model: "model".into(),
        quantization: "fp8".into(),
        engine: "bench".into(),
        prefill: Some(TokensPerSecond::new(case.prefill)),
        decode: vec![DecodePoint {
            concurrency: f64::from(case.streams),
            aggregate: TokensPerSecond::new(case.decode),
        }],
        request: None,
        // Its one request says nothing about the lengths that tests try.
        ran: false,
        context_tokens: None,
        end_to_end: None,
        split: None,
        features: Vec::new(),
        speculative: false,
        doubt: Spread::NONE,
        source: source("throughput"),
    }
    .checked()
    .unwrap()
}
