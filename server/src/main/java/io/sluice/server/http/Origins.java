package io.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Where requests of browsers come from. A page from elsewhere can have the browser of whoever looks at it send requests here:
 * to this very address, which the Origin tells, or to a name of its own that it lets point here, which the Host tells.
 */
final class Origins {
    private static final String LOCALHOST = "localhost";

    private Origins() {}

    /**
     * Refuses a request that a page from elsewhere has sent.
     *
     * @param guarded whether whoever asks has to say who they are: then any Host will do, as no page knows that.
     * @param looking whether it changes nothing: what is answered to it, the browser does not let the page see.
     */
    static void check(HttpRequest request, boolean guarded, boolean looking) {
        String host = request.headers().get(HttpHeaderNames.HOST);
        if (!guarded && host != null && !isLoopback(host)) {
            throw forbidden("without users, Host must be localhost or a loopback address");
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && !looking && !isOf(origin, host)) {
            throw forbidden("pages from elsewhere may not ask for this");
        }
    }

    private static boolean isOf(String origin, String host) {
        return host != null
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    private static boolean isLoopback(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        return name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST) || isLoopbackAddress(name);
    }

    private static boolean isLoopbackAddress(String name) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(name);
        return address != null && address.isLoopbackAddress();
    }

    private static String withoutPort(String host) {
        int end = host.lastIndexOf(':');
        return end > host.lastIndexOf(']') ? host.substring(0, end) : host;
    }

    private static RequestRefused forbidden(String message) {
        return new RequestRefused(HttpResponseStatus.FORBIDDEN, "NOPERM", message);
    }
}
