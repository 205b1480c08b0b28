package io.sluice.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report in one HTML file: headings, texts, tables, and plots that uPlot draws. */
public final class Report {
    private static final String UPLOT = "/io/sluice/server/http/page/uplot/";

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final List<Plot> plots = new ArrayList<>();

    /**
     * Begins a report.
     *
     * @param title its heading.
     */
    public Report(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    /**
     * Adds a heading.
     *
     * @param text what it says.
     * @return this.
     */
    public Report heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
        return this;
    }

    /**
     * Adds a paragraph.
     *
     * @param text what it says.
     * @return this.
     */
    public Report text(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /**
     * Adds facts, one a line.
     *
     * @param facts what they are about, and what is so.
     * @return this.
     */
    public Report facts(Map<String, String> facts) {
        body.append("<table class=\"facts\">\n");
        facts.forEach((name, value) -> body.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n"));
        body.append("</table>\n");
        return this;
    }

    /**
     * Adds a table.
     *
     * @param columns the heads of the columns; the first one names the rows.
     * @param rows as many cells each.
     * @return this.
     */
    public Report table(List<String> columns, List<List<String>> rows) {
        body.append("<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
        columns.forEach(column ->
                body.append("<th scope=\"col\">").append(escaped(column)).append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        rows.forEach(this::row);
        body.append("</tbody></table></div>\n");
        return this;
    }

    /**
     * Adds a plot.
     *
     * @param plot what to draw.
     * @return this.
     */
    public Report plot(Plot plot) {
        body.append("<figure><figcaption>")
                .append(escaped(plot.title()))
                .append("</figcaption><div class=\"plot\" data-plot=\"")
                .append(plots.size())
                .append("\"></div></figure>\n");
        plots.add(plot);
        return this;
    }

    /**
     * Writes it.
     *
     * @param file where to; replaced if it is there.
     * @throws IOException if it cannot be written.
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    /** Returns the whole file. */
    String html() {
        return resource("report.html")
                .replace("{{title}}", escaped(title))
                .replace("{{uplot.css}}", resource(UPLOT + "uPlot.min.css"))
                .replace("{{report.css}}", resource("report.css"))
                .replace("{{body}}", body)
                .replace("{{plots}}", json())
                .replace("{{uplot.js}}", resource(UPLOT + "uPlot.iife.min.js"))
                .replace("{{report.js}}", resource("report.js"));
    }

    private void row(List<String> cells) {
        body.append("<tr><th scope=\"row\">").append(escaped(cells.get(0))).append("</th>");
        cells.subList(1, cells.size())
                .forEach(cell -> body.append("<td>").append(escaped(cell)).append("</td>"));
        body.append("</tr>\n");
    }

    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setCharacterEscapes(new InScript());
            json.writeStartArray();
            for (Plot plot : plots) {
                write(json, plot);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Plot plot) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", plot.title());
        json.writeStringField("x", plot.x());
        json.writeStringField("axis", plot.axis().name());
        write(json, "xs", plot.xs());
        json.writeArrayFieldStart("series");
        for (Plot.Series series : plot.series()) {
            json.writeStartObject();
            json.writeStringField("name", series.name());
            json.writeStringField("unit", series.unit());
            write(json, "values", series.values());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets no text end the script that it stands in. */
    private static final class InScript extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_STANDARD;
            codes['>'] = ESCAPE_STANDARD;
            codes['&'] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return new SerializedString(String.format("\\u%04x", character));
        }
    }
}
