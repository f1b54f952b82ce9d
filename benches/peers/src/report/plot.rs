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

/// From below the lowest figure to above the highest.
fn heights(sheet: &Sheet, columns: &[usize]) -> Option<Range<f64>> {
    let figures = sheet.rows.iter().flat_map(|row| points(row, columns)).map(|(_, figure)| figure);
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for figure in figures {
        (low, high) = (low.min(figure), high.max(figure));
    }
    (low <= high).then_some(low / 1.3..high * 1.3)
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
    for (index, row) in sheet.rows.iter().enumerate() {
        let (colour, size) = (colour(index), if row.role == Role::Subject { 6 } else { 4 });
        let points: Vec<(f64, f64)> =
            points(row, columns).map(|(place, figure)| (place as f64, figure)).collect();
        if is_line {
            let width = if row.role == Role::Subject { 3 } else { 1 };
            chart.draw_series(LineSeries::new(points.clone(), colour.stroke_width(width)))?;
        }
        chart.draw_series(
            points.into_iter().map(|point| Circle::new(point, size, colour.filled())),
        )?;
    }
    Ok(())
}

fn legend(sheet: &Sheet, area: &Area<'_>) -> Outcome {
    for (index, row) in sheet.rows.iter().enumerate() {
        let top = 60 + 22 * index as i32;
        area.draw(&Circle::new((10, top), 5, colour(index).filled()))?;
        area.draw(&Text::new(row.name.clone(), (22, top - 7), ("sans-serif", 15)))?;
    }
    Ok(())
}

/// Twenty-four that can be told apart: twelve hues, light and dark.
fn colour(index: usize) -> RGBColor {
    let hue = (index * 5 % 12) as f64 / 12.0;
    let lightness = if (index / 12).is_multiple_of(2) { 0.4 } else { 0.65 };
    let (red, green, blue) = HSLColor(hue, 0.9, lightness).rgb();
    RGBColor(red, green, blue)
}
