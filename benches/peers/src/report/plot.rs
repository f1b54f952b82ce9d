//! A sheet as a picture: points above names, or lines over numbers; both logarithmic.

use std::error::Error;
use std::ops::Range;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::Role;
use crate::race::{Column, Row, Sheet};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Outcome = Result<(), Box<dyn Error>>;

const PIXELS: (u32, u32) = (1280, 720);
/// The right part of the picture, for the names of the rows.
const LEGEND_PIXELS: u32 = 230;

/// Draws the columns whose unit is plotted. Without any figures there is no picture.
pub(super) fn draw(sheet: &Sheet, file: &Path) -> Outcome {
    let columns: Vec<usize> = (0..sheet.columns.len())
        .filter(|&index| sheet.columns[index].unit == sheet.plotted)
        .collect();
    let Some(heights) = heights(sheet, &columns) else { return Ok(()) };
    let root = SVGBackend::new(file, PIXELS).into_drawing_area();
    root.fill(&WHITE)?;
    let (left, right) = root.split_horizontally(PIXELS.0 - LEGEND_PIXELS);
    legend(sheet, &right)?;
    axes(sheet, &columns, heights, &left)?;
    root.present()?;
    Ok(())
}

/// From the power of ten below the lowest figure to the one above the highest.
fn heights(sheet: &Sheet, columns: &[usize]) -> Option<Range<f64>> {
    let figures = sheet.rows.iter().flat_map(|row| points(row, columns)).map(|(_, figure)| figure);
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for figure in figures {
        (low, high) = (low.min(figure), high.max(figure));
    }
    let power = |exponent: f64| 10_f64.powf(exponent);
    (low <= high).then(|| power(low.log10().floor())..power((high * 1.01).log10().ceil()))
}

/// The medians of a row, with the places of their columns; a logarithm has no room for others than positive ones.
fn points<'a>(row: &'a Row, columns: &'a [usize]) -> impl Iterator<Item = (usize, f64)> + 'a {
    let figures = columns.iter().enumerate();
    let figures =
        figures.filter_map(|(place, &column)| Some((place, row.cells[column].measured()?.median)));
    figures.filter(|(_, figure)| *figure > 0.0)
}

fn axes(sheet: &Sheet, columns: &[usize], heights: Range<f64>, area: &Area<'_>) -> Outcome {
    let names: Vec<&Column> = columns.iter().map(|&column| &sheet.columns[column]).collect();
    let is_line = names.iter().all(|column| column.position.is_some());
    let places = -0.5..names.len() as f64 - 0.5;
    let mut chart = ChartBuilder::on(area)
        .caption(&sheet.title, ("sans-serif", 20))
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(70)
        .build_cartesian_2d(places, heights.log_scale())?;
    // A name at each whole number.
    let name_at = |place: &f64| {
        let index = place.round();
        let is_whole = (place - index).abs() < 1e-6 && index >= 0.0;
        let column = is_whole.then(|| names.get(index as usize)).flatten();
        column.map_or(String::new(), |column| column.name.clone())
    };
    chart
        .configure_mesh()
        .x_labels(2 * names.len() + 1)
        .x_label_formatter(&name_at)
        .disable_x_mesh()
        .y_desc(sheet.plotted)
        .y_label_formatter(&|figure| format!("{figure}"))
        .draw()?;
    for (row, style) in sheet.rows.iter().zip(styles(sheet)) {
        let points = points(row, columns);
        let shift = if is_line { 0.0 } else { style.shift };
        let points: Vec<_> = points.map(|(place, figure)| (place as f64 + shift, figure)).collect();
        if is_line {
            chart.draw_series(LineSeries::new(points.clone(), style.line()))?;
        }
        chart.draw_series(points.into_iter().map(|point| Circle::new(point, 5, style.circle())))?;
    }
    Ok(())
}

fn legend(sheet: &Sheet, area: &Area<'_>) -> Outcome {
    for (index, (row, style)) in sheet.rows.iter().zip(styles(sheet)).enumerate() {
        let top = 60 + 22 * index as i32;
        area.draw(&Circle::new((10, top), 5, style.circle()))?;
        area.draw(&Text::new(row.name.clone(), (22, top - 7), ("sans-serif", 15)))?;
    }
    Ok(())
}

/// How a row looks: ours is black, floors are grey, a peer has a hue, and is hollow where it runs on mimalloc.
struct Style {
    colour: RGBColor,
    is_hollow: bool,
    is_ours: bool,
    /// How far beside its column's place, so that equal figures are not one point.
    shift: f64,
}

impl Style {
    fn circle(&self) -> ShapeStyle {
        if self.is_hollow { self.colour.stroke_width(2) } else { self.colour.filled() }
    }

    fn line(&self) -> ShapeStyle {
        self.colour.stroke_width(if self.is_ours { 3 } else { 1 })
    }
}

/// The styles of all rows. Those of one role and family have one colour.
fn styles(sheet: &Sheet) -> Vec<Style> {
    let family = |row: &Row| row.name.trim_end_matches(" +mi").to_owned();
    let members = |role: Role| {
        let mut names: Vec<String> =
            sheet.rows.iter().filter(|row| row.role == role).map(family).collect();
        names.dedup();
        names
    };
    let style = |(index, row): (usize, &Row)| {
        let members = members(row.role);
        let place = members.iter().position(|name| *name == family(row)).unwrap_or(0);
        let share = place as f64 / members.len() as f64;
        Style {
            colour: colour(row.role, share),
            is_hollow: row.name.ends_with(" +mi"),
            is_ours: row.role == Role::Subject,
            shift: 0.7 * ((index as f64 + 0.5) / sheet.rows.len() as f64 - 0.5),
        }
    };
    sheet.rows.iter().enumerate().map(style).collect()
}

/// The colour of a family that has this place among those of its role, from 0 to 1.
fn colour(role: Role, share: f64) -> RGBColor {
    let (hue, saturation, lightness) = match role {
        Role::Subject => (0.0, 0.0, 0.4 * share),
        Role::Floor => (0.0, 0.0, 0.6 + 0.3 * share),
        Role::Peer => (share, 0.9, 0.45),
    };
    let (red, green, blue) = HSLColor(hue, saturation, lightness).rgb();
    RGBColor(red, green, blue)
}
