package account

// HoldHashing takes every slot of the hasher until release is called.
func HoldHashing(a *Accounts) (release func()) {
	for range cap(a.hasher.slots) {
		a.hasher.slots <- struct{}{}
	}
	return func() {
		for range cap(a.hasher.slots) {
			<-a.hasher.slots
		}
	}
}
