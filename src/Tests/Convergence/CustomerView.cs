using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Walks;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Convergence;

/// <summary>What a customer's page shows: it asks for what it has not got, and drops what it knows.</summary>
internal sealed class CustomerView : IDisposable
{
    private const int TriesMax = 50;

    private readonly Visitor _visitor;
    private readonly WatchingProxy _proxy;
    private readonly Api _reader;
    private readonly List<string> _entries = [];

    public CustomerView(Visitor visitor, int serverPort, string contactCenterId)
    {
        _visitor = visitor;
        _proxy = new WatchingProxy(serverPort);
        _reader = Api.Customer(new Uri(_proxy.Url.GetLeftPart(UriPartial.Authority)), contactCenterId);
    }

    /// <summary>By the server's cursor, or from an index on, as after an answer that was cut: what it held counts as delivered.</summary>
    public async Task ReadOnAsync(bool isCut, bool byCursor)
    {
        if (isCut)
        {
            _ = _proxy.CutAsync(Cut.MidAnswer);
        }

        for (var number = 0; number < TriesMax; number++)
        {
            try
            {
                Fold((await _reader.GetAsync($"{_visitor.Path}/messages{(byCursor && number == 0 ? "" : $"?index={_entries.Count + 1}")}")).Ok["messages"]!.AsArray());
                if (!byCursor || number > 0)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It asks again.
            }
        }

        throw new TimeoutException($"The customer {_visitor.Handle} was cut off {TriesMax} times.");
    }

    public async Task MustBeFreshAsync(LawModel chat)
    {
        var fresh = (await _visitor.Api.GetAsync($"{_visitor.Path}/messages?index=0")).Ok["messages"]!.AsArray();
        Assert.Equal(fresh.Select(static e => e!.ToJsonString()), _entries);
        Assert.Equal(chat.Transcript(0, 1), WireWords.CustomerEntries(fresh));
        Assert.Equal(chat.CustomerView(), WireWords.CustomerChat((await _visitor.Api.GetAsync(_visitor.Path)).Ok["chat"]!.AsObject()));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _proxy.Dispose();
    }

    private void Fold(JsonArray entries)
    {
        foreach (var entry in entries)
        {
            var (index, raw) = ((int)entry!["index"]!, entry.ToJsonString());
            if (index <= _entries.Count)
            {
                Assert.Equal(_entries[index - 1], raw);                 // no index means two things
            }
            else if (index == _entries.Count + 1)
            {
                _entries.Add(raw);
            }
        }
    }
}
