package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sluice.server.metrics.DoorTotals;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes answers, in RESP2 or RESP3, behind what a buffer holds already. One thread, one answer at a time. */
final class RespWriter {
    private static final int MAX_NUMBER_LENGTH = 24;
    private static final byte[] CR_LF = {'\r', '\n'};

    private final byte[] number = new byte[MAX_NUMBER_LENGTH];
    private final UnsafeBuffer numberView = new UnsafeBuffer(number);
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private final DoorTotals totals;
    private ByteBuf buffer;
    private boolean resp3;

    /** Makes a writer that counts the errors it writes. */
    RespWriter(DoorTotals totals) {
        this.totals = totals;
    }

    /** Says where to write. */
    RespWriter wrap(ByteBuf buffer, boolean resp3) {
        this.buffer = buffer;
        this.resp3 = resp3;
        return this;
    }

    /** Writes a simple string: ASCII without line breaks. */
    RespWriter simple(String text) {
        buffer.writeByte('+');
        ByteBufUtil.writeAscii(buffer, text);
        buffer.writeBytes(CR_LF);
        return this;
    }

    /** Writes an error: its code, and a text whose control characters turn into spaces. */
    RespWriter error(String code, String text) {
        totals.countRefusal(code);
        buffer.writeByte('-');
        ByteBufUtil.writeAscii(buffer, code);
        buffer.writeByte(' ');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            buffer.writeByte(c < ' ' || c > '~' ? ' ' : c);
        }
        buffer.writeBytes(CR_LF);
        return this;
    }

    /** Writes an integer. */
    RespWriter integer(long value) {
        return number(':', value);
    }

    /** Writes an integer, or nil where there is none. */
    RespWriter integerOrNil(boolean there, long value) {
        return there ? integer(value) : nil();
    }

    /** Writes the beginning of an array of some elements. */
    RespWriter array(int elements) {
        return number('*', elements);
    }

    /** Writes the beginning of a map of some keys, each followed by its value; a flat array in RESP2. */
    RespWriter map(int keys) {
        return resp3 ? number('%', keys) : number('*', 2L * keys);
    }

    /** Writes that there is nothing. */
    RespWriter nil() {
        ByteBufUtil.writeAscii(buffer, resp3 ? "_\r\n" : "$-1\r\n");
        return this;
    }

    /** Writes bytes as a bulk string. */
    RespWriter bulk(DirectBuffer bytes) {
        int length = bytes.capacity();
        number('$', length);
        buffer.ensureWritable(length);
        Memory.wrap(target, buffer, buffer.writerIndex(), length);
        target.putBytes(0, bytes, 0, length);
        buffer.writerIndex(buffer.writerIndex() + length);
        buffer.writeBytes(CR_LF);
        return this;
    }

    /** Writes ASCII as a bulk string. */
    RespWriter word(String ascii) {
        number('$', ascii.length());
        ByteBufUtil.writeAscii(buffer, ascii);
        buffer.writeBytes(CR_LF);
        return this;
    }

    /** Writes any text as a bulk string. */
    RespWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number('$', utf8.length);
        buffer.writeBytes(utf8);
        buffer.writeBytes(CR_LF);
        return this;
    }

    private RespWriter number(char type, long value) {
        number[0] = (byte) type;
        int end = 1 + numberView.putLongAscii(1, value);
        number[end] = '\r';
        number[end + 1] = '\n';
        buffer.writeBytes(number, 0, end + 2);
        return this;
    }
}
