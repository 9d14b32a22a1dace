using OrleansChat.Bayeux.Channels;

namespace OrleansChat.Tests.Bayeux.Channels;

public sealed class ChannelNameTests
{
    [Theory]
    [InlineData("/v2/me/chats")]
    [InlineData("/a")]
    [InlineData("/A-Z_!~()$@/0")]
    public void A_name_is_segments_of_allowed_characters(string name)
    {
        Assert.True(ChannelName.IsName(name));
        Assert.False(ChannelName.IsPattern(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a")]
    [InlineData("//a")]
    [InlineData("/a/")]
    [InlineData("/a//b")]
    [InlineData("//meta/subscribe")]
    [InlineData("/meta/subscribe/")]
    [InlineData("%2fmeta/subscribe")]
    [InlineData("/meta%2fsubscribe")]
    [InlineData("/a b")]
    [InlineData("/a\0")]
    [InlineData("/a.b")]
    [InlineData("/a#")]
    [InlineData("/ｍeta/subscribe")]
    [InlineData("/métà")]
    [InlineData("/a*")]
    [InlineData("/*/a")]
    [InlineData("/a/***")]
    [InlineData("/a/**/b")]
    [InlineData("**")]
    [InlineData("*")]
    [InlineData("//*")]
    [InlineData("//**")]
    public void Everything_else_is_neither_name_nor_pattern(string text)
    {
        Assert.False(ChannelName.IsName(text));
        Assert.False(ChannelName.IsPattern(text));
    }

    [Theory]
    [InlineData("/*")]
    [InlineData("/**")]
    [InlineData("/v2/me/*")]
    [InlineData("/v2/me/**")]
    public void A_star_or_two_at_the_end_make_a_pattern(string pattern)
    {
        Assert.True(ChannelName.IsPattern(pattern));
        Assert.False(ChannelName.IsName(pattern));
    }

    [Theory]
    [InlineData("/v2/me/chats", "/v2/me/chats", true)]
    [InlineData("/v2/me/chats", "/v2/me/Chats", false)]
    [InlineData("/v2/me/chats", "/v2/me/chats/x", false)]
    [InlineData("/v2/me/*", "/v2/me/chats", true)]
    [InlineData("/v2/me/*", "/v2/me", false)]
    [InlineData("/v2/me/*", "/v2/me/chats/x", false)]
    [InlineData("/v2/me/*", "/v2/meme/chats", false)]
    [InlineData("/v2/me/**", "/v2/me/chats/x", true)]
    [InlineData("/v2/me/**", "/v2/me/chats", true)]
    [InlineData("/v2/me/**", "/v2/me", false)]
    [InlineData("/v2/me/**", "/v2/you/chats", false)]
    [InlineData("/**", "/v2/me/chats", true)]
    [InlineData("/**", "/a", true)]
    [InlineData("/*", "/a", true)]
    [InlineData("/*", "/a/b", false)]
    public void One_star_is_one_segment_and_two_are_one_or_more(string subscription, string channel, bool matches) =>
        Assert.Equal(matches, ChannelName.Matches(subscription, channel));

    [Theory]
    [InlineData("/meta/connect", true, false)]
    [InlineData("/META/connect", false, false)]
    [InlineData("/metal", false, false)]
    [InlineData("/service/chat", false, true)]
    [InlineData("/services", false, false)]
    public void Meta_and_service_are_whole_first_segments(string channel, bool isMeta, bool isService)
    {
        Assert.Equal(isMeta, ChannelName.IsMeta(channel));
        Assert.Equal(isService, ChannelName.IsService(channel));
    }
}
