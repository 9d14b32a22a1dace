namespace OrleansChat.Bayeux.Sessions;

/// <summary>Something to deliver, before it has a position.</summary>
/// <param name="Channel">A channel's name. Below <c>/service/</c> it needs no subscription.</param>
/// <param name="DataJson">See <see cref="Delivery.DataJson"/>; at least <c>{}</c>.</param>
/// <param name="Source">What the owner wants to know again when the delivery is acknowledged.</param>
public readonly record struct NewDelivery<TSource>(string Channel, ReadOnlyMemory<byte> DataJson, TSource Source);
