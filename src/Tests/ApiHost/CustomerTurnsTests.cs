using OrleansChat.ApiHost.Customers;

namespace OrleansChat.Tests.ApiHost;

/// <summary>The next read of a customer waits until the last one has moved the cursor (decision 41).</summary>
public sealed class CustomerTurnsTests
{
    private readonly CustomerTurns _turns = new();
    private readonly TaskCompletionSource _moved = new();
    private readonly List<string> _order = [];

    [Fact]
    public async Task Reads_of_one_customer_follow_each_other()
    {
        var first = _turns.RunAsync("anna", () => ReadAsync("first", _moved.Task));
        var second = _turns.RunAsync("anna", () => ReadAsync("second", Task.CompletedTask));
        Assert.Equal(["first begins"], _order);

        _moved.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(["first begins", "first ends", "second begins", "second ends"], _order);
    }

    [Fact]
    public async Task Reads_of_other_customers_do_not_wait()
    {
        var first = _turns.RunAsync("anna", () => ReadAsync("first", _moved.Task));
        await _turns.RunAsync("bob", () => ReadAsync("bob", Task.CompletedTask));
        Assert.Equal(["first begins", "bob begins", "bob ends"], _order);
        _moved.SetResult();
        await first;
    }

    [Fact]
    public async Task A_read_that_fails_lets_the_next_one_in()
    {
        await Assert.ThrowsAsync<IOException>(() => _turns.RunAsync("anna", static () => throw new IOException()));
        await _turns.RunAsync("anna", () => ReadAsync("next", Task.CompletedTask));
        Assert.Equal(["next begins", "next ends"], _order);
    }

    private async Task ReadAsync(string name, Task moved)
    {
        _order.Add($"{name} begins");
        await moved;
        _order.Add($"{name} ends");
    }
}
