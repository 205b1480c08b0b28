package io.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.sluice.server.access.User;

/** A request that is coming in. */
final class Reading {
    private final HttpRequest request;
    private final Budget budget;
    private final ByteBuf body = Unpooled.buffer(0);
    private Route route;
    private User user = User.STRANGER;
    private long maxLength;
    private RuntimeException refusal;

    Reading(HttpRequest request, Budget budget) {
        this.request = request;
        this.budget = budget;
    }

    /** Lets the request through to a route; refuses a body that is announced to be too long. */
    void admit(Route route, long maxLength) {
        this.route = route;
        this.maxLength = maxLength;
        checkLength(HttpUtil.getContentLength(request, 0L));
    }

    /** Says who asks. */
    void user(User user) {
        this.user = user;
    }

    /** Has the request answered with a refusal once it is complete; its body is not kept. */
    void refuse(RuntimeException refusal) {
        this.refusal = refusal;
    }

    /** Takes in a part of the body; refuses it if that is too long, or there is no room for it. */
    void add(ByteBuf content) {
        if (refusal == null) {
            checkLength((long) body.readableBytes() + content.readableBytes());
            if (!budget.tryTake(content.readableBytes())) {
                throw RequestRefused.unavailable("BUSY", "too many long requests at once");
            }
            body.writeBytes(content);
        }
    }

    /** Returns the request, complete; throws why it was refused if it was. */
    Call call() {
        if (refusal != null) {
            throw refusal;
        }
        return new Call(request, route, user, ByteBufUtil.getBytes(body));
    }

    /** Gives back the room that the body took. */
    void release() {
        budget.give(body.readableBytes());
        body.release();
    }

    HttpRequest request() {
        return request;
    }

    Route route() {
        return route;
    }

    private void checkLength(long length) {
        if (length > maxLength) {
            throw new RequestRefused(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "TOOBIG",
                    "the body may be " + maxLength + " bytes long");
        }
    }
}
